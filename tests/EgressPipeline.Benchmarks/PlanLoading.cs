using BenchmarkDotNet.Attributes;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Image;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Benchmarks;

/// <summary>From 1,000 documents with 10,000 hosts to a plan: the YAML, and the image that was made of it.</summary>
[WarmupCount(10), IterationCount(30), InvocationCount(1)]
public class PlanLoading
{
    private readonly EgressPlan _plan = SyntheticPolicies.HostsOnly();
    private byte[] _image = [];

    [GlobalSetup]
    public void Setup() => _image = PlanImage.Write(_plan);

    [Benchmark(Baseline = true, Description = "compile the YAML")]
    public EgressPlan? Compile() => PolicyCompiler.Compile(SyntheticPolicies.Services, WorkloadContext.Unknown).Plan;

    [Benchmark(Description = "read the image")]
    public EgressPlan Read() => PlanImage.Read(_image);

    [Benchmark(Description = "write the image")]
    public byte[] Write() => PlanImage.Write(_plan);
}
