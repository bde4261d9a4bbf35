using BenchmarkDotNet.Running;

namespace EgressPipeline.Benchmarks;

/// <summary>How benchmarks and their parameters are called in the table.</summary>
internal static class BenchmarkWords
{
    public static string Of(Descriptor benchmark) => benchmark.Type.Name switch
    {
        nameof(HostLookup) => $"host among {HostNames.Declared:N0}, {benchmark.WorkloadMethodDisplayInfo.Trim('\'')}",
        nameof(FullDecision) => "full decision, 100 rules and 20 matches",
        nameof(DataOrCode) or nameof(EmptyFilter) or nameof(GuardedText) or nameof(EndpointChoice) or nameof(ManyRoutes) or nameof(LimitedCalls) => benchmark.WorkloadMethodDisplayInfo.Trim('\''),
        _ => $"1,000 documents with {HostNames.Declared:N0} hosts: {benchmark.WorkloadMethodDisplayInfo.Trim('\'')}",
    };

    public static string Of(object? parameter) => parameter switch
    {
        "hostile" => "127 labels",
        RuleShape.HundredHosts => "rules on 100 hosts",
        RuleShape.OneHost => "rules on one host",
        RouteMix.Exact => "by path",
        RouteMix.Prefix => "by prefix",
        RouteMix.Regex => "by pattern",
        RouteMix.Header => "by header",
        RouteMix.Mixed => "a quarter of each, the last holds",
        RouteMix.MixedWithoutMatch => "a quarter of each, none holds",
        RouteShape.Prefix => "matches by prefix",
        RouteShape.Regex => "matches by regex",
        _ => parameter?.ToString() ?? "",
    };
}
