namespace EgressPipeline;

/// <summary>
/// The version of this contract, which is the version of this assembly. A host loads filters that were built against
/// <see cref="Oldest"/> to its own version.
/// </summary>
public static class ContractVersion
{
    /// <summary>This version.</summary>
    public static Version Current { get; } = Of(typeof(ContractVersion).Assembly.GetName().Version!);

    /// <summary>The oldest version whose filters this one still runs.</summary>
    public static Version Oldest { get; } = new(1, 0);

    private static Version Of(Version assembly) => new(assembly.Major, assembly.Minor);
}
