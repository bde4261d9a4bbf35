namespace EgressPipeline.Policy.Compilation;

/// <summary>Where a workload or an endpoint is; empty parts are unknown.</summary>
internal readonly record struct WorkloadLocality(string Region, string Zone, string SubZone)
{
    public const string RegionLabel = "topology.kubernetes.io/region";
    public const string ZoneLabel = "topology.kubernetes.io/zone";
    public const string SubZoneLabel = "topology.istio.io/subzone";

    /// <summary>Istio's label with all three parts, joined by slashes or dots; it goes before the others.</summary>
    private const string WholeLabel = "istio-locality";

    public bool IsKnown => Region.Length > 0;

    /// <summary>Reads <c>region/zone/subzone</c>; what is left out is empty.</summary>
    public static WorkloadLocality Parse(string text)
    {
        var parts = text.Split(['/'], 3);
        return new WorkloadLocality(parts[0], parts.Length > 1 ? parts[1] : "", parts.Length > 2 ? parts[2] : "");
    }

    /// <summary>The workload's own, by its labels.</summary>
    public static WorkloadLocality Of(Visibility workload)
    {
        if (workload.Label(WholeLabel) is { Length: > 0 } whole)
            return Parse(whole.IndexOf('/') >= 0 ? whole : whole.Replace('.', '/'));
        return new WorkloadLocality(workload.Label(RegionLabel) ?? "", workload.Label(ZoneLabel) ?? "", workload.Label(SubZoneLabel) ?? "");
    }

    /// <summary>True when a rule's locality, possibly with a wildcard or cut short, means this one.</summary>
    public bool Matches(string rule)
    {
        var wanted = Parse(rule);
        return (wanted.Region == "*" || wanted.Region == Region)
            && (wanted.Zone is "*" or "" || wanted.Zone == Zone)
            && (wanted.SubZone is "*" or "" || wanted.SubZone == SubZone);
    }

    /// <summary>How far another place is: 0 = the same, 1 = in the zone, 2 = in the region, 3 = elsewhere.</summary>
    public int DistanceTo(WorkloadLocality other)
    {
        if (other.Region != Region)
            return 3;
        if (other.Zone != Zone)
            return 2;
        return other.SubZone == SubZone ? 0 : 1;
    }
}
