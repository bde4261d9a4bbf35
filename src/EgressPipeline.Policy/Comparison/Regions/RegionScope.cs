using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>What is called: every combination of what the lists name. Immutable.</summary>
/// <param name="Kinds">Kinds of calls, ascending.</param>
/// <param name="Hosts">Called hosts, names before wildcards and addresses; empty = any.</param>
/// <param name="Ports">Called ports; empty = any.</param>
/// <param name="Destinations">Dialled addresses; empty = any, or not known.</param>
public sealed record RegionScope(
    IReadOnlyList<CallKind> Kinds,
    IReadOnlyList<RegionTerm> Hosts,
    IReadOnlyList<RegionTerm> Ports,
    IReadOnlyList<RegionTerm> Destinations)
{
    /// <summary>By which regions are put in order.</summary>
    internal string Key() => string.Join("\n", Hosts.Count == 0 ? "" : Hosts[0].ToString(), string.Join(",", Ports), string.Join(",", Kinds), string.Join(",", Destinations));

    /// <summary>By which the scopes of a region are put in order: the way in which such a service is usually called comes first.</summary>
    internal string UsualFirst() => Kinds.Min(Rarity) + Key();

    /// <summary>How unusual it is to call a service in this way, where it can be called in several.</summary>
    internal static int Rarity(CallKind kind) => kind switch
    {
        CallKind.Tcp => 0,
        CallKind.Http => 1,
        CallKind.Tls => 2,
        _ => 3,
    };
}
