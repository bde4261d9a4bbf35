using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>The self-test of interception, and what health says of it.</summary>
public sealed class VerifyTests
{
    [Theory]
    [InlineData("nft"), InlineData("iptables"), InlineData("tproxy"), InlineData("ebpf")]
    public async Task Verify_SidecarServes_BothFamiliesAreInterceptedAndItIsTheOnlyOneAround(string mode)
    {
        Assert.SkipUnless(mode != "iptables" || PodWorld.HasIptables, PodWorld.NeedsIptables);
        await using var world = await PodWorld.CreateAsync();
        await world.InterceptAsync("apply", "--mode", mode);
        await using var egress = await world.StartSidecarAsync(CapturePolicies.All, "--outbound-tproxy", mode == "tproxy" ? "on" : "off");

        var verified = await world.RunAsync(EgressProcess.Executable, "intercept", "verify", "--mode", mode);

        Assert.True(verified.ExitCode == 0, verified.ToString());
        var lines = verified.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["rules     as applied", "IPv4      intercepted", "IPv6      intercepted", "exempt    uid 1337, gid 1337"], lines.Take(4));
        Assert.Equal($"around    process {egress.Id} (egress), uid 0, gid 1337", Assert.Single(lines.Skip(4)));
    }

    [Fact]
    public async Task Verify_WithoutTheRightToReadRules_StillDials()
    {
        await using var world = await PodWorld.CreateAsync();
        await world.InterceptAsync("apply");
        await using var egress = await world.StartSidecarAsync(CapturePolicies.All);

        var verified = await world.RunAsync("setpriv", "--bounding-set", "-net_admin", "--inh-caps", "-net_admin", EgressProcess.Executable, "intercept", "verify");

        Assert.Equal(0, verified.ExitCode);
        Assert.Contains("rules     not compared", verified.Output, StringComparison.Ordinal);
        Assert.Contains("IPv6      intercepted", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NoRulesOrNoSidecar_SaysWhichFamilyLeaks()
    {
        await using var world = await PodWorld.CreateAsync();
        var without = await world.RunAsync(EgressProcess.Executable, "intercept", "verify");
        await world.InterceptAsync("apply");
        var withRules = await world.RunAsync(EgressProcess.Executable, "intercept", "verify");

        Assert.Equal(1, without.ExitCode);
        Assert.Contains("IPv4: NOT intercepted", without.Error, StringComparison.Ordinal);
        Assert.Contains("IPv6: NOT intercepted", without.Error, StringComparison.Ordinal);
        Assert.Equal(1, withRules.ExitCode);
        Assert.Contains("IPv4: refused: no sidecar answers", withRules.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_AsAnExemptUser_SaysThatItProvesNothing()
    {
        await using var world = await PodWorld.CreateAsync();
        await world.InterceptAsync("apply");

        var verified = await world.RunAsync("setpriv", "--regid", "1337", "--clear-groups", EgressProcess.Executable, "intercept", "verify");

        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("which are exempt", verified.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sidecar_ThatIsNotExempt_NoticesAndServesNothing()
    {
        await using var world = await PodWorld.CreateAsync();
        await world.AddHttpAsync("api.example.com", CapturePolicies.Api);
        await world.InterceptAsync("apply", "--exempt-uid", "4711", "--exempt-gid", "4711");
        await using var egress = await world.StartSidecarAsync(CapturePolicies.All); // under gid 1337

        await world.CurlAsync("http://api.example.com/");
        await Deadline.UntilAsync(() => egress.Output.Contains("come back to it", StringComparison.Ordinal), "the sidecar notices");

        Assert.True((await world.CurlAsync("http://api.example.com/")).ExitCode is 7 or 56); // reset, before or after curl has seen its connect
        await Deadline.UntilAsync(() => egress.Descriptors < 200, "the circle ends");
        var health = (await world.RunAsync("curl", "-sS", $"http://{egress.Metrics}/healthz/ready")).Output;
        Assert.Contains("\"status\": \"not-intercepting\"", health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_RulesAreTakenAwayUnderARunningSidecar_SaysSo()
    {
        await using var world = await PodWorld.CreateAsync();
        await using var egress = await world.StartSidecarAsync(CapturePolicies.All, "--intercept", "nft");
        var url = $"http://{egress.Metrics}/healthz/ready";
        var before = (await world.RunAsync("curl", "-sS", url)).Output;

        await world.Pod.RunAsync("nft", "delete", "table", "inet", "egress_pipeline");
        await Deadline.UntilAsync(async () => (await world.RunAsync("curl", "-sS", url)).Output.Contains("not-intercepting", StringComparison.Ordinal), "health notices");

        Assert.Contains("\"status\": \"ready\"", before, StringComparison.Ordinal);
        Assert.Contains("\"exempt_uids\"", before, StringComparison.Ordinal);
    }
}
