using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Annotations of a DestinationRule that go beyond Istio.</summary>
internal static class ExtensionValidator
{
    public static void Validate(DestinationRuleRule rule, DiagnosticBag bag)
    {
        if (rule.Meta.Annotations.TryGetValue(SuccessRateRule.Annotation, out var rate))
            CheckSuccessRate(rule, rate, bag);
        if (rule.Meta.Annotations.TryGetValue(EwmaRule.Annotation, out var balancer))
            CheckBalancer(rule, balancer, bag);
        TunnelValidator.Validate(rule, bag);
    }

    public static void Report(string annotation, Located<string> value, string problem, DiagnosticBag bag) =>
        bag.Report(DestinationRuleDiagnostics.BadExtension, value.Source, annotation, problem);

    private static void CheckSuccessRate(DestinationRuleRule rule, Located<string> value, DiagnosticBag bag)
    {
        if (SuccessRateRule.Read(value.Value, out var problem) is null)
            Report(SuccessRateRule.Annotation, value, problem, bag);
        else if (!Policies(rule).Any(policy => policy.OutlierDetection is not null))
            Report(SuccessRateRule.Annotation, value, "it needs outlierDetection, which says how often is looked and how long an endpoint stays out", bag);
    }

    private static void CheckBalancer(DestinationRuleRule rule, Located<string> value, DiagnosticBag bag)
    {
        if (EwmaRule.Read(value.Value) is null)
            Report(EwmaRule.Annotation, value, "'" + value.Value + "' is neither PEAK_EWMA nor PEAK_EWMA, decay=10s", bag);
        else if (Policies(rule).Any(policy => policy.LoadBalancer is { } balancer && ChoosesItself(balancer)))
            Report(EwmaRule.Annotation, value, "loadBalancer has chosen already: remove its simple, consistentHash and warmup", bag);
    }

    private static bool ChoosesItself(LoadBalancerRule balancer) =>
        balancer.ConsistentHash is not null || balancer.Warmup is not null || balancer.Simple?.Value is SimpleLoadBalancer.Random or SimpleLoadBalancer.RoundRobin or SimpleLoadBalancer.Passthrough;

    /// <summary>Every place where a block may be written.</summary>
    private static IEnumerable<TrafficPolicyRule> Policies(DestinationRuleRule rule)
    {
        foreach (var policy in rule.Subsets.Select(subset => subset.TrafficPolicy).Prepend(rule.TrafficPolicy))
            if (policy is not null)
                foreach (var level in policy.PortLevelSettings.Prepend(policy))
                    yield return level;
    }
}
