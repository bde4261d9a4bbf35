using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for loadBalancer.</summary>
internal static class LoadBalancerValidator
{
    public static void Validate(LoadBalancerRule balancer, OutlierDetectionRule? outlier, DiagnosticBag bag)
    {
        if (balancer.ConsistentHash is { } hash)
            ConsistentHashValidator.Validate(hash, bag);
        if (balancer.Warmup is { } warmup)
            CheckWarmup(balancer, warmup, bag);
        if (balancer.Locality is { } locality)
            {
            LocalityValidator.Validate(locality, outlier, bag);
            if (locality.Distribute.Length > 0 && balancer.ConsistentHash is not null)
                bag.Report(DestinationRuleDiagnostics.BadLocality, locality.Source, "a key has one endpoint, so distribute and consistentHash exclude each other");
        }
    }

    private static void CheckWarmup(LoadBalancerRule balancer, WarmupRule warmup, DiagnosticBag bag)
    {
        if (warmup.Aggression is { Value: <= 0 } aggression)
            bag.Report(DestinationRuleDiagnostics.BadWarmup, aggression.Source, "aggression must be more than 0");
        if (balancer.ConsistentHash is not null || balancer.Simple?.Value is SimpleLoadBalancer.Random or SimpleLoadBalancer.Passthrough)
            bag.Report(DestinationRuleDiagnostics.WarmupWithoutEffect, warmup.Source);
    }
}
