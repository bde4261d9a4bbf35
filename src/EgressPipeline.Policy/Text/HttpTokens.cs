namespace EgressPipeline.Policy.Text;

/// <summary>RFC 9110 §5.6.2: what header names and methods are made of.</summary>
internal static class HttpTokens
{
    private const string Extras = "!#$%&'*+-.^_`|~";

    public static bool IsToken(string text)
    {
        foreach (var c in text)
            if (c is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')) && Extras.IndexOf(c) < 0)
                return false;
        return text.Length > 0;
    }
}
