namespace EgressPipeline.Policy.Validation;

/// <summary>How much of a policy set is to be checked.</summary>
public sealed record ValidationOptions
{
    public static readonly ValidationOptions Default = new();

    /// <summary>Each document for itself: references to other documents are not followed.</summary>
    public static readonly ValidationOptions Isolated = new() { FollowReferences = false };

    /// <summary>True: hosts, subsets and ports that a document names must be declared by another one.</summary>
    public bool FollowReferences { get; init; } = true;
}
