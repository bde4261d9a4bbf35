using EgressPipeline.Policy.Comparison.Boxes;
using EgressPipeline.Policy.Comparison.Classes;
using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>The calls of a region that lie in one context.</summary>
internal sealed record RegionPart(CallContext Context, FieldClasses[] Fields, Box Calls)
{
    public bool Covers(in CallFacts call, HostClass? host)
    {
        if (call.Kind != Context.Kind || host is null || Array.IndexOf(Context.Hosts, host) < 0 || !Context.Port.Contains(call.Port) || !Context.Destination.Contains(call.DestinationIp))
            return false;
        for (var i = 0; i < Fields.Length; i++)
            if (Calls[i] is { } classes && (Fields[i].Find(call) is not (>= 0 and var number) || !classes[number]))
                return false;
        return true;
    }
}
