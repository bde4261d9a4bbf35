namespace EgressPipeline.Policy.Filters;

/// <summary>One option of a filter.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type">What may stand there.</param>
/// <param name="Description">One sentence.</param>
public sealed record OptionField(string Name, OptionType Type, string Description)
{
    public bool IsRequired { get; init; }

    /// <summary>True for a value that is never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>What applies when it is not written, for people; empty = nothing.</summary>
    public string Default { get; init; } = "";
}
