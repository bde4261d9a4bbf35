using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Makes each cluster once, on first use, and numbers them in that order.</summary>
internal sealed class ClusterCompiler(DestinationRuleIndex destinationRules, DiagnosticBag bag)
{
    private readonly Dictionary<string, ClusterPlan> _byName = new(StringComparer.Ordinal);
    private readonly List<ClusterPlan> _clusters = [];

    public ClusterPlan[] All => [.. _clusters];

    /// <summary>The cluster of a service port and subset (empty = none); null when the subset is not defined.</summary>
    public ClusterPlan? Get(DeclaredPort declared, string subset)
    {
        var name = "outbound|" + declared.Number + "|" + subset + "|" + declared.Host;
        if (_byName.TryGetValue(name, out var existing))
            return existing;
        var rule = destinationRules.Find(declared.Host, declared.Entry.Meta.Namespace);
        var subsetRule = subset.Length == 0 ? null : rule?.FindSubset(subset);
        if (subset.Length > 0 && subsetRule is null)
            return null;
        var cluster = Compile(name, declared, subset, rule, subsetRule);
        _byName.Add(name, cluster);
        _clusters.Add(cluster);
        return cluster;
    }

    /// <summary>A cluster without endpoints: calls to it fail as to one whose endpoints are all gone.</summary>
    public ClusterPlan Nowhere(string host, int port, string subset, VirtualServiceRule owner)
    {
        var name = "outbound|" + port + "|" + subset + "|" + host;
        if (_byName.TryGetValue(name, out var existing))
            return existing;
        var cluster = new ClusterPlan
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
        };
        _byName.Add(name, cluster);
        _clusters.Add(cluster);
        return cluster;
    }

    private ClusterPlan Compile(string name, DeclaredPort declared, string subset, EffectiveDestinationRule? rule, SubsetRule? subsetRule)
    {
        var entry = declared.Entry;
        var policy = TrafficPolicyOverlay.For(rule?.TrafficPolicy, subsetRule?.TrafficPolicy, declared.Number);
        var endpoints = EndpointCompiler.Endpoints(declared, subsetRule);
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
            AllowedRanges = EndpointCompiler.AllowedRanges(entry, bag),
            Tls = TrafficPolicyCompiler.Tls(policy.Tls, entry),
            LoadBalancing = TrafficPolicyCompiler.LoadBalancing(policy.LoadBalancer),
            Pool = TrafficPolicyCompiler.Pool(policy.ConnectionPool, policy.RetryBudget),
            Outlier = TrafficPolicyCompiler.Outlier(policy.OutlierDetection),
            Service = new RuleRef(entry.Meta.Id, entry.Meta.Source),
            DestinationRule = rule?.Rule,
        };
    }
}
