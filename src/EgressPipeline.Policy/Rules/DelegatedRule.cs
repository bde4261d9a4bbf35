namespace EgressPipeline.Policy.Rules;

/// <summary>Where a rule comes from that a VirtualService has by delegation.</summary>
/// <param name="Service">The delegate, whose rule it is.</param>
/// <param name="Root">The rule that delegates.</param>
public sealed record DelegatedRule(VirtualServiceRule Service, HttpRouteRule Root);
