using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>How a text is compared.</summary>
public enum StringMatchKind
{
    /// <summary>Nothing was written (<c>{}</c> or null): the field need only be there.</summary>
    Present,
    Exact,
    Prefix,
    /// <summary>RE2, matching the whole text.</summary>
    Regex,
}

/// <summary>A text condition.</summary>
public sealed record StringMatchRule(StringMatchKind Kind, string Value, SourceRef Source);

/// <summary>A text condition on a named header or query parameter.</summary>
public sealed record NamedMatchRule(Located<string> Name, StringMatchRule Match)
{
    /// <summary>True when the condition was written as null instead of <c>{}</c>.</summary>
    public bool IsNull { get; init; }
}
