namespace EgressPipeline.Policy.Filters;

/// <summary>One option of a filter.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type">What may stand there.</param>
/// <param name="Description">One sentence.</param>
public sealed record OptionField(string Name, OptionType Type, string Description)
{
    /// <summary>An option by what a generator knows of it.</summary>
    public OptionField(string name, OptionType type, bool isRequired, bool isSecret) : this(name, type, "")
    {
        IsRequired = isRequired;
        IsSecret = isSecret;
    }

    public bool IsRequired { get; init; }

    /// <summary>True for a value that is never shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>What applies when it is not written, for people; empty = nothing.</summary>
    public string Default { get; init; } = "";
}
