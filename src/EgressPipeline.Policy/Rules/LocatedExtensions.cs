namespace EgressPipeline.Policy.Rules;

/// <summary>Reading located values without their places.</summary>
public static class LocatedExtensions
{
    /// <summary>The texts alone, in order.</summary>
    public static string[] Texts(this IReadOnlyList<Located<string>> values)
    {
        var texts = new string[values.Count];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = values[i].Value;
        return texts;
    }

    /// <summary>The text, or the empty string when the field was not written.</summary>
    public static string TextOrEmpty(this Located<string>? value) => value?.Value ?? "";

    /// <summary>The number, or 0 when the field was not written.</summary>
    public static int NumberOrZero(this Located<int>? value) => value?.Value ?? 0;

    /// <summary>The duration, or zero when the field was not written.</summary>
    public static TimeSpan DurationOrZero(this Located<TimeSpan>? value) => value?.Value ?? TimeSpan.Zero;
}
