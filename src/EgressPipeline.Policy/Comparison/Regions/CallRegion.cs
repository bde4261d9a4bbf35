using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>A set of calls in the words of policies: those to one of the scopes that fulfil what is said of each field. Immutable.</summary>
public sealed class CallRegion
{
    private readonly HostClasses _hosts;
    private readonly IReadOnlyList<RegionPart> _parts;

    internal CallRegion(IReadOnlyList<RegionPart> parts, IReadOnlyList<RegionField> fields, HostClasses hosts)
    {
        _hosts = hosts;
        _parts = parts;
        Fields = fields;
        Scopes = [.. ScopeMerger.Merge(parts).Select(product => product.Describe(hosts)).OrderBy(scope => scope.UsualFirst(), StringComparer.Ordinal)];
    }

    /// <summary>What is called, in a fixed order; never empty.</summary>
    public IReadOnlyList<RegionScope> Scopes { get; }

    /// <summary>What is said of the other fields, in a fixed order.</summary>
    public IReadOnlyList<RegionField> Fields { get; }

    /// <summary>True when the call lies in the region.</summary>
    public bool Covers(in CallFacts call)
    {
        var host = _hosts.Find(call.Host);
        foreach (var part in _parts)
            if (part.Covers(call, host))
                return true;
        return false;
    }

    /// <summary>By which regions are put in order.</summary>
    internal string Key() => Scopes[0].Key() + "\n" + string.Join(",", Fields);
}
