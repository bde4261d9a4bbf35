using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Testing;

/// <summary>Counts the cases in which each rule of a policy set decided. Rules are told apart by their place.</summary>
internal sealed class CoverageCounter
{
    private readonly List<(CoverageKind Kind, RuleRef Rule)> _rules = [];
    private readonly Dictionary<SourceRef, int> _cases = [];

    public CoverageCounter(PolicyDocuments documents)
    {
        foreach (var policy in documents.AuthorizationPolicies)
            Add(policy);
        foreach (var service in documents.VirtualServices)
            if (service.AppliesToSidecars)
                Add(service);
        foreach (var entry in documents.ServiceEntries)
            for (var i = 0; i < entry.Ports.Length; i++)
                Add(CoverageKind.ServicePort, entry.Meta, "ports", i, entry.Ports[i].Source);
    }

    public void Count(DecisionOutcome outcome, EgressPlan plan)
    {
        Hit(outcome.ServiceRule);
        Hit(outcome.Audit);
        Hit(outcome.DryRunRule);
        foreach (var (_, rule) in outcome.Asked)
            Hit(rule);
        Hit(outcome.RouteRule);
        if (outcome.Rule != outcome.ServiceRule)
            Hit(outcome.Rule);
        // The policies that allow nothing are those that refuse by being there.
        if (outcome.Reason == DecisionReason.NotAllowed)
            foreach (var policy in plan.Authorization.AllowPolicies)
                if (policy != outcome.Rule)
                    Hit(policy);
    }

    /// <summary>By file, line and column.</summary>
    public PolicyCoverage Build() => new([.. _rules
        .Select(r => new CoverageItem(r.Kind, r.Rule, _cases.TryGetValue(r.Rule.Source, out var cases) ? cases : 0))
        .OrderBy(item => item.Rule.Source.File, StringComparer.Ordinal).ThenBy(item => item.Rule.Source.Line).ThenBy(item => item.Rule.Source.Column)]);

    private void Add(AuthorizationPolicyRule policy)
    {
        if (policy.Rules.Length == 0)
            _rules.Add((CoverageKind.Authorization, new RuleRef(policy.Meta.Id, policy.Meta.Source)));
        foreach (var rule in policy.Rules)
            Add(CoverageKind.Authorization, policy.Meta, "rules", rule.Position, rule.Source);
    }

    private void Add(VirtualServiceRule service)
    {
        foreach (var route in service.Http)
            Add(CoverageKind.HttpRoute, service.Meta, "http", route.Position, route.Source);
        foreach (var route in service.Tls)
            Add(CoverageKind.TlsRoute, service.Meta, "tls", route.Position, route.Source);
        foreach (var route in service.Tcp)
            Add(CoverageKind.TcpRoute, service.Meta, "tcp", route.Position, route.Source);
    }

    private void Add(CoverageKind kind, ResourceMeta owner, string list, int position, SourceRef source) =>
        _rules.Add((kind, new RuleRef(owner.Id + "#" + list + "[" + position + "]", source)));

    private void Hit(RuleRef? rule)
    {
        if (rule is not null)
            _cases[rule.Source] = _cases.TryGetValue(rule.Source, out var cases) ? cases + 1 : 1;
    }
}
