namespace EgressPipeline.Benchmarks;

/// <summary>What 100 authorization rules speak of.</summary>
public enum RuleShape
{
    /// <summary>A host of their own each.</summary>
    HundredHosts,

    /// <summary>All of the called host: only path, header and caller tell them apart.</summary>
    OneHost,
}
