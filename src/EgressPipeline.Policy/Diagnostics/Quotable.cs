namespace EgressPipeline.Policy.Diagnostics;

/// <summary>Text of a stranger's file as it may stand in a message, a log line or a terminal.</summary>
internal static class Quotable
{
    private const int MaxLength = 200;

    /// <summary>Texts cleaned and shortened; everything else as it is.</summary>
    public static object? From(object? argument) => argument is string text ? Clean(text) : argument;

    private static string Clean(string text)
    {
        var shown = text.Length <= MaxLength ? text : text.Substring(0, MaxLength) + "…";
        for (var i = 0; i < shown.Length; i++)
            if (char.IsControl(shown[i]) || shown[i] is '\u2028' or '\u2029')
                return Replace(shown);
        return shown;
    }

    private static string Replace(string text)
    {
        var characters = text.ToCharArray();
        for (var i = 0; i < characters.Length; i++)
            if (char.IsControl(characters[i]) || characters[i] is '\u2028' or '\u2029')
                characters[i] = ' ';
        return new string(characters);
    }
}
