using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Makes each cluster once, on first use, and numbers them in that order.</summary>
internal sealed class ClusterCompiler(DestinationRuleIndex destinationRules, LocalityCompiler localities, DiagnosticBag bag)
{
    private readonly Dictionary<string, ClusterPlan> _byName = new(StringComparer.Ordinal);
    private readonly List<ClusterPlan> _clusters = [];

    public ClusterPlan[] All => [.. _clusters];

    /// <summary>The cluster of a service port and subset (empty = none); null when the subset is not defined.</summary>
    public ClusterPlan? Get(DeclaredPort declared, string subset)
    {
        var name = Name(declared.Host, declared.Number, subset);
        if (_byName.TryGetValue(name, out var existing))
            return existing;
        var rule = RuleOf(declared);
        var subsetRule = subset.Length == 0 ? null : rule?.FindSubset(subset);
        if (subset.Length > 0 && subsetRule is null)
            return null;
        return Keep(Compile(name, declared, subset, rule, subsetRule));
    }

    /// <summary>True when a DestinationRule that the workload sees defines the subset of a service.</summary>
    public bool HasSubset(DeclaredPort declared, string subset) => RuleOf(declared)?.FindSubset(subset) is not null;

    /// <summary>A cluster without endpoints: calls to it fail as to one whose endpoints are all gone.</summary>
    public ClusterPlan Nowhere(string host, int port, string subset, VirtualServiceRule owner)
    {
        var name = Name(host, port, subset);
        return _byName.TryGetValue(name, out var existing) ? existing : Keep(new ClusterPlan
        {
            Index = _clusters.Count,
            Name = name,
            Host = host,
            Subset = subset,
            Port = port,
            Protocol = PortProtocol.Tcp,
            Namespace = owner.Meta.Namespace,
            External = true,
            Resolution = Resolution.Static,
            Endpoints = [],
            AllowedRanges = CidrSet.Empty,
            Tls = TlsPlan.None,
            LoadBalancing = TrafficPolicyCompiler.LoadBalancing(null),
            Pool = TrafficPolicyCompiler.Pool(null, null),
            Outlier = null,
            Service = new RuleRef(owner.Meta.Id, owner.Meta.Source),
            DestinationRule = null,
        });
    }

    private EffectiveDestinationRule? RuleOf(DeclaredPort declared) => destinationRules.Find(declared.Host, declared.Entry.Meta.Namespace);

    private static string Name(string host, int port, string subset) => "outbound|" + port + "|" + subset + "|" + host;

    private ClusterPlan Keep(ClusterPlan cluster)
    {
        _byName.Add(cluster.Name, cluster);
        _clusters.Add(cluster);
        return cluster;
    }

    private ClusterPlan Compile(string name, DeclaredPort declared, string subset, EffectiveDestinationRule? rule, SubsetRule? subsetRule)
    {
        var entry = declared.Entry;
        var policy = TrafficPolicyOverlay.For(rule?.TrafficPolicy, subsetRule?.TrafficPolicy, declared.Number);
        var declaredEndpoints = new List<EndpointRule>();
        var endpoints = localities.Apply(EndpointCompiler.Endpoints(declared, subsetRule, declaredEndpoints), declaredEndpoints, policy);
        if (endpoints.Length == 0 && subsetRule is not null)
            bag.Report(CompilationDiagnostics.EmptySubset, subsetRule.Source, subset, declared.Host);
        return new ClusterPlan
        {
            Index = _clusters.Count,
            Name = name,
            Host = declared.Host,
            Subset = subset,
            Port = declared.Number,
            Protocol = declared.Port.Protocol ?? PortProtocol.Tcp,
            Namespace = entry.Meta.Namespace,
            External = entry.Location == ServiceLocation.MeshExternal,
            Resolution = entry.EffectiveResolution,
            Endpoints = endpoints,
            AllowedRanges = declared.Ranges.Allowed(bag),
            Tls = TrafficPolicyCompiler.Tls(policy.Tls, entry),
            LoadBalancing = rule?.LatencyDecay is null ? TrafficPolicyCompiler.LoadBalancing(policy.LoadBalancer) : LoadBalancing.PeakEwma,
            LatencyDecay = rule?.LatencyDecay ?? TimeSpan.Zero,
            Warmup = TrafficPolicyCompiler.Warmup(policy.LoadBalancer),
            Hash = HashCompiler.Compile(policy.LoadBalancer?.ConsistentHash),
            Pool = TrafficPolicyCompiler.Pool(policy.ConnectionPool, policy.RetryBudget),
            ProxyProtocol = TrafficPolicyCompiler.ProxyProtocol(policy.ProxyProtocol),
            Tunnel = TrafficPolicyCompiler.Tunnel(policy.Tunnel, rule?.TunnelAuthorization ?? ""),
            Outlier = TrafficPolicyCompiler.Outlier(policy.OutlierDetection, rule?.SuccessRate),
            Service = new RuleRef(entry.Meta.Id, entry.Meta.Source),
            DestinationRule = rule?.Rule,
        };
    }
}
