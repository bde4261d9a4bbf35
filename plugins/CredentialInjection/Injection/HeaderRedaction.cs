using System.Text;
using EgressPipeline;

namespace CredentialInjection.Injection;

/// <summary>
/// Removes a credential from the headers of an answer: services repeat what they were sent, most often in the Location of a redirect
/// that only adds a slash. Looking allocates nothing; an answer that has one is rare.
/// </summary>
internal static class HeaderRedaction
{
    private static readonly byte[] Mark = "REDACTED"u8.ToArray();

    public static Redacted Apply(EgressHeaders headers, byte[][] secrets)
    {
        var outcome = Redacted.Nothing;
        var left = headers.Count; // each line is written once: a secret that is part of the mark would come back for ever
        for (var i = 0; i < headers.Count; i++)
        {
            if (!Shows(headers.ValueAt(i), secrets))
                continue;
            if (left-- == 0 || !TryRewrite(headers, Encoding.ASCII.GetString(headers.NameAt(i)), secrets))
                return Redacted.Impossible;
            outcome = Redacted.All;
            i = -1; // lines have moved
        }
        return outcome;
    }

    /// <summary>Writes all lines of one name again, without the secrets.</summary>
    private static bool TryRewrite(EgressHeaders headers, string name, byte[][] secrets)
    {
        var lines = new List<byte[]>();
        for (var i = 0; i < headers.Count; i++)
            if (Ascii.EqualsIgnoreCase(headers.NameAt(i), name))
                lines.Add(Without(headers.ValueAt(i).ToArray(), secrets));
        var lower = Encoding.ASCII.GetBytes(name.ToLowerInvariant());
        headers.Remove(lower);
        foreach (var line in lines)
            if (!headers.TryAdd(lower, line))
                return false;
        return true;
    }

    private static byte[] Without(byte[] value, byte[][] secrets)
    {
        foreach (var secret in secrets)
        {
            var from = 0;
            while (value.AsSpan(from).IndexOf(secret) is >= 0 and var at)
            {
                value = [.. value.AsSpan(0, from + at), .. Mark, .. value.AsSpan(from + at + secret.Length)];
                from += at + Mark.Length;
            }
        }
        return value;
    }

    private static bool Shows(ReadOnlySpan<byte> value, byte[][] secrets)
    {
        foreach (var secret in secrets)
            if (value.IndexOf(secret) >= 0)
                return true;
        return false;
    }
}
