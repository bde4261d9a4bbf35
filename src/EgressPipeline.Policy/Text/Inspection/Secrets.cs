namespace EgressPipeline.Policy.Text.Inspection;

/// <summary>
/// Recognises secrets by their form. Made to be right when it speaks: a password that looks like a word is not found.
/// </summary>
internal static class Secrets
{
    private const int MinLength = 8;
    private const int MaxNameLength = 32;

    /// <summary>So much of a value is looked at.</summary>
    private const int MaxValueLength = 512;

    /// <summary>Names of headers, parameters and annotations whose value is a secret when it looks like one.</summary>
    private static readonly string[] Names =
    [
        "authorization", "proxy-authorization", "x-api-key", "api-key", "api_key", "apikey", "x-auth-token", "x-access-token", "access_token",
        "auth_token", "private-token", "x-vault-token", "x-amz-security-token", "password", "passwd", "pwd", "client_secret", "secret_key",
    ];

    /// <summary>Schemes of the Authorization header.</summary>
    private static readonly string[] Schemes = ["Bearer ", "Basic ", "Token "];

    /// <summary>What the value is, or null when it does not look like a secret.</summary>
    /// <param name="name">The key under which it stands, or empty.</param>
    /// <param name="value">The value.</param>
    public static string? Describe(string name, string value)
    {
        if (value.Length < MinLength)
            return null;
        foreach (var form in TokenForm.All)
            if (form.IsIn(value))
                return form.What;
        if (value.IndexOf("-----BEGIN ", StringComparison.Ordinal) >= 0 && value.IndexOf("PRIVATE KEY-----", StringComparison.Ordinal) >= 0)
            return "a private key";
        if (HasWebToken(value))
            return "a JSON web token";
        if (HasCredential(value))
            return "the credential of an Authorization header";
        if (HasUserInfo(value))
            return "a password in a URL";
        if (HasParameter(value))
            return "a secret in a parameter";
        return IsName(name) && IsRandom(value, 0, value.Length) ? "what looks like a secret" : null;
    }

    /// <summary>How many characters from a place on are letters, digits or one of the extra ones.</summary>
    public static int CountTail(string text, int from, string extra)
    {
        var at = from;
        while (at < text.Length && (IsAlphanumeric(text[at]) || extra.IndexOf(text[at]) >= 0))
            at++;
        return at - from;
    }

    public static bool IsAlphanumeric(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    /// <summary>Three parts in base64url, of which the first two are JSON objects.</summary>
    private static bool HasWebToken(string value)
    {
        var at = value.IndexOf("eyJ", StringComparison.Ordinal);
        if (at < 0)
            return false;
        var dot = at + CountTail(value, at, "_-");
        if (string.CompareOrdinal(value, dot, ".eyJ", 0, 4) != 0)
            return false;
        var second = dot + 1 + CountTail(value, dot + 1, "_-");
        return second < value.Length && value[second] == '.' && CountTail(value, second + 1, "_-") >= MinLength;
    }

    private static bool HasCredential(string value)
    {
        foreach (var scheme in Schemes)
            if (value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && IsRandom(value, scheme.Length, value.Length))
                return true;
        return false;
    }

    /// <summary><c>scheme://user:password@host</c>.</summary>
    private static bool HasUserInfo(string value)
    {
        var start = value.IndexOf("://", StringComparison.Ordinal);
        var end = start < 0 ? -1 : value.IndexOf('@', start + 3);
        if (end < 0)
            return false;
        var colon = value.IndexOf(':', start + 3, end - start - 3);
        return colon > start + 3 && end - colon > 3 && value.IndexOfAny(['/', ' ', '*', '<'], start + 3, end - start - 3) < 0;
    }

    /// <summary><c>?api_key=…</c> or <c>Password=…;</c>.</summary>
    private static bool HasParameter(string value)
    {
        for (var equals = value.IndexOf('='); equals > 0; equals = value.IndexOf('=', equals + 1))
        {
            var start = equals;
            while (start > 0 && (IsAlphanumeric(value[start - 1]) || value[start - 1] is '_' or '-'))
                start--;
            if (equals - start <= MaxNameLength && IsName(value.Substring(start, equals - start)) && IsRandom(value, equals + 1, EndOfParameter(value, equals + 1)))
                return true;
        }
        return false;
    }

    private static int EndOfParameter(string value, int from)
    {
        var length = Math.Min(MaxValueLength, value.Length - from);
        var end = value.IndexOfAny(['&', ';', ' ', '"', '\''], from, length);
        return end < 0 ? from + length : end;
    }

    private static bool IsName(string name) => Array.Exists(Names, n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Letters and digits mixed, long enough, and nothing that patterns, placeholders and paths are made of.</summary>
    private static bool IsRandom(string value, int from, int to)
    {
        var letters = 0;
        var digits = 0;
        for (var i = from; i < to; i++)
        {
            if (value[i] is >= '0' and <= '9')
                digits++;
            else if (IsAlphanumeric(value[i]))
                letters++;
            else if (value[i] is not ('+' or '/' or '=' or '_' or '-' or '.' or '!' or '#' or '@' or ':') || i == from)
                return false;
        }
        return to - from >= MinLength && letters > 0 && digits > 0;
    }
}
