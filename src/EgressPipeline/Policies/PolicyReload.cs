namespace EgressPipeline.Policies;

/// <summary>How one reload ended.</summary>
/// <param name="Result">What happened.</param>
/// <param name="Status">The status after it.</param>
internal sealed record PolicyReload(PolicyReloadResult Result, PolicyStatus Status);

/// <summary>What a reload did.</summary>
internal enum PolicyReloadResult
{
    /// <summary>The files are those in force.</summary>
    Unchanged,
    /// <summary>A new plan is in force.</summary>
    Published,
    /// <summary>The last good plan stays in force; <see cref="PolicyStatus.Failure"/> says why.</summary>
    Refused,
}
