using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Comparison.Addresses;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Contexts;

/// <summary>Which dialled addresses must be told apart for calls to a host and port.</summary>
internal sealed class DestinationCuts
{
    private readonly Dictionary<int, List<AddressEntry>> _entries = [];
    private readonly List<AddressRange> _inRules = [];

    public DestinationCuts(PlanView left, PlanView right)
    {
        foreach (var plan in new[] { left.Plan, right.Plan })
        {
            foreach (var entry in plan.Addresses.ToArray())
            {
                if (!_entries.TryGetValue(entry.Port.Number, out var list))
                    _entries.Add(entry.Port.Number, list = []);
                list.Add(entry);
            }
            foreach (var rules in new[] { plan.Authorization.Deny, plan.Authorization.Allow, plan.Authorization.Audit })
                foreach (var rule in rules)
                    foreach (var set in RuleParts.Of(rule))
                        foreach (var clause in set.Clauses)
                            if (clause is AddressClause { OfDestination: true } address)
                                Add(_inRules, address.Ranges);
        }
    }

    /// <summary>The classes of dialled addresses; together they are all there can be for this kind of call.</summary>
    public IEnumerable<DestinationClass> For(CallKind kind, int port, HostClass host, (HostPlan? Left, HostPlan? Right) found)
    {
        // The explicit proxy dials itself: there is no other address.
        if (kind == CallKind.Connect)
            return [DestinationClass.Any];
        var ranges = new List<AddressRange>(_inRules);
        var matters = ranges.Count > 0;
        foreach (var plan in new[] { found.Left, found.Right })
        {
            AddRoutes(ranges, plan);
            if (plan?.FindPort(port) is { Cluster.Resolution: Resolution.None } own)
                Add(ranges, own.Addresses);
        }
        var ownRanges = ranges.ToArray();
        foreach (var entry in _entries.TryGetValue(port, out var entries) ? entries : [])
        {
            // A name is enough for a service that has one; only bytes without a name go by the address alone.
            var isOpaque = entry.Port.Protocol is PortProtocol.Tcp or PortProtocol.Mongo;
            var range = entry.Range is { } cidr ? AddressRange.Of(cidr) : AddressRange.All;
            if (!host.IsAddress && !host.IsNameless && !isOpaque && !Array.Exists(ownRanges, own => Overlap(own, range)))
                continue;
            matters = true;
            ranges.Add(range);
            AddRoutes(ranges, entry.Host);
        }
        if (!matters && ranges.Count == 0 && kind != CallKind.Tcp)
            return [DestinationClass.Any];
        var pieces = AddressPartition.Cut(ranges).ConvertAll(piece => new DestinationClass(piece, false));
        if (kind != CallKind.Tcp)
            pieces.Insert(0, DestinationClass.Unknown);
        return pieces;
    }

    private static bool Overlap(AddressRange left, AddressRange right) => left.Contains(right.First) || right.Contains(left.First);

    private static void AddRoutes(List<AddressRange> ranges, HostPlan? host)
    {
        foreach (var route in host?.TlsRoutes ?? [])
            foreach (var match in route.Matches)
                Add(ranges, match.DestinationSubnets);
        foreach (var route in host?.TcpRoutes ?? [])
            foreach (var match in route.Matches)
                Add(ranges, match.DestinationSubnets);
    }

    private static void Add(List<AddressRange> ranges, CidrSet set)
    {
        foreach (var range in set.Ranges)
            ranges.Add(AddressRange.Of(range));
    }
}
