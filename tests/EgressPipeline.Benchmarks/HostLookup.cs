using BenchmarkDotNet.Attributes;
using EgressPipeline.Policy.Image;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Benchmarks;

/// <summary>Finding a host among 10,000: in a plan, and in a plan image where it lies.</summary>
public class HostLookup
{
    private readonly HostIndex _index = HostIndex.Build(HostNames.Patterns);
    private readonly byte[] _image = PlanImage.Write(SyntheticPolicies.HostsOnly());
    private byte[][] _hosts = [];

    [Params("exact", "wildcard", "missing", "hostile")]
    public string Host { get; set; } = "";

    [GlobalSetup]
    public void Setup() => _hosts = Host switch
    {
        "exact" => HostNames.Exact,
        "wildcard" => HostNames.Wildcard,
        "missing" => HostNames.Missing,
        _ => HostNames.Hostile,
    };

    [Benchmark(OperationsPerInvoke = HostNames.Asked, Description = "in a plan")]
    public int InPlan()
    {
        var sum = 0;
        foreach (var host in _hosts)
            sum += _index.Find(host);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = HostNames.Asked, Description = "in an image")]
    public int InImage()
    {
        var sum = 0;
        foreach (var host in _hosts)
            sum += HostImage.Find(_image, host);
        return sum;
    }
}
