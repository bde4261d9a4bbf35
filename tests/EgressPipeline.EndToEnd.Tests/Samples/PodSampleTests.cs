using System.Reflection;
using EgressPipeline.EndToEnd.Tests.Interception;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Samples;

/// <summary><c>samples/Pod</c> and <c>samples/kubernetes</c>, as people use them.</summary>
public sealed class PodSampleTests
{
    private static readonly string Samples = Path.Combine(
        typeof(PodSampleTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "RepositoryRoot").Value!, "samples");

    [Theory]
    [InlineData("nft"), InlineData("iptables"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task PodScript_ShowsThatTheSidecarIsTheOnlyWayOut(string mode)
    {
        Assert.SkipUnless(NetNamespace.Usable, NetNamespace.Unusable);
        Assert.SkipUnless(Curl.Exists, Curl.Absent);
        Assert.SkipUnless(ExternalProgram.Find("python3") is not null, "python3 is not installed");
        Assert.SkipUnless(mode != "iptables" || PodWorld.HasIptables, PodWorld.NeedsIptables);
        Assert.SkipUnless(mode != "ebpf" || BpfMounts.Usable, BpfMounts.Unusable);

        var result = await ExternalProgram.RunAsync("/usr/bin/env", ["EGRESS=" + EgressProcess.Executable, Path.Combine(Samples, "Pod/run.sh"), mode], limit: TimeSpan.FromMinutes(2));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain("WRONG", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("== all as it should be\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policies_OfBothSamples_HaveNoFindings()
    {
        Assert.Equal(0, (await EgressProcess.RunVerbAsync("check", Path.Combine(Samples, "Pod/policies"))).ExitCode);
        Assert.Equal(0, (await EgressProcess.RunVerbAsync("check", Path.Combine(Samples, "kubernetes"))).ExitCode);
    }
}
