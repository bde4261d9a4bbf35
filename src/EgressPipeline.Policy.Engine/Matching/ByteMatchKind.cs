namespace EgressPipeline.Policy.Matching;

/// <summary>How a <see cref="ByteMatch"/> compares.</summary>
public enum ByteMatchKind
{
    /// <summary>The field need only be there.</summary>
    Present,
    Exact,
    Prefix,
    Suffix,
    /// <summary>RE2 over the whole text.</summary>
    Regex,
}
