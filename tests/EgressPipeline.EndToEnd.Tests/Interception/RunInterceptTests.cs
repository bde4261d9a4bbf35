using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary><c>egress run --intercept</c>: rules that live as long as the sidecar does.</summary>
public sealed class RunInterceptTests
{
    private const int ProxyGroup = 1337;
    private static readonly string[] Flags = ["--outbound", "127.0.0.1:15001"];

    [Theory]
    [InlineData("nft"), InlineData("tproxy")]
    public async Task Run_FromReadyToItsEnd_HoldsTheRules(string mode)
    {
        Assert.SkipUnless(NetNamespace.Usable, NetNamespace.Unusable);
        Assert.SkipUnless(Curl.Exists, Curl.Absent);
        await using var pod = await NetNamespace.CreateAsync();
        await using var upstream = SimpleHttpServer.Start("captured", address: pod.Host);
        using var folder = new TempFolder();
        var policies = folder.Write("policy.yaml", PolicyText.Service("api.example.com", 80, "HTTP", upstream.EndPoint));

        await using var egress = await EgressProcess.StartInAsync(pod, ProxyGroup, policies, [.. Flags, "--intercept", mode, "--dns", "127.0.0.1:15053", "--drain", "0s"]);
        var result = await pod.RunAsync("curl", "-sS", "--max-time", "10", "--resolve", "api.example.com:80:203.0.113.7", "http://api.example.com/captured");
        var during = await VerifyAsync(pod, mode);
        var code = await egress.StopAsync();

        Assert.Equal("hello from captured\n", result.Output);
        Assert.Equal(0, during.ExitCode);
        Assert.Equal(0, code);
        Assert.Equal(1, (await VerifyAsync(pod, mode)).ExitCode);
        Assert.DoesNotContain("egress_pipeline", (await pod.RunAsync("nft", "list", "ruleset")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AsAUserThatIsNotExempt_DoesNotStart()
    {
        Assert.SkipUnless(NetNamespace.Usable, NetNamespace.Unusable);
        await using var pod = await NetNamespace.CreateAsync();
        using var folder = new TempFolder();
        var policies = folder.Write("policy.yaml", PolicyText.TcpService("db.example.com", "203.0.113.9", 5432, new(pod.Host, 1)));

        var result = await pod.RunAsync([EgressProcess.Executable, "run", "--policies", policies, .. Flags, "--intercept", "nft"]);

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("it would intercept itself", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("egress_pipeline", (await pod.RunAsync("nft", "list", "ruleset")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ByEbpf_HoldsProgramsThatVerifySeesAndTheEndTakesAway()
    {
        await using var world = await PodWorld.CreateAsync();
        await world.AddHttpAsync("api.example.com", CapturePolicies.Api);
        // The least rights: no root, and nothing is started that would inherit them.
        string[] rights = ["setpriv", "--reuid", "1337", "--regid", "1337", "--clear-groups", "--inh-caps", "+bpf,+net_admin", "--ambient-caps", "+bpf,+net_admin"];
        await using var egress = await world.StartSidecarBehindAsync(rights, CapturePolicies.All, "--intercept", "ebpf", "--drain", "0s", "--drain-limit", "2s");

        var health = await world.RunAsync("curl", "-sS", $"http://{egress.Metrics}/healthz/ready");
        var during = await world.RunAsync(EgressProcess.Executable, "intercept", "verify", "--mode", "ebpf");
        var otherwise = await world.RunAsync(EgressProcess.Executable, "intercept", "verify", "--rules-only", "--mode", "ebpf", "--exempt-uid", "1338");
        var code = await egress.StopAsync();
        var after = await world.RunAsync(EgressProcess.Executable, "intercept", "verify", "--rules-only", "--mode", "ebpf");

        Assert.Contains("\"status\": \"ready\"", health.Output, StringComparison.Ordinal);
        Assert.True(during.ExitCode == 0, during.ToString());
        Assert.Contains("rules     as applied\nIPv4      intercepted\nIPv6      intercepted\n", during.Output, StringComparison.Ordinal);
        Assert.Equal("egress: missing: exempt uid 1338\negress: not ours: exempt uid 1337\n", otherwise.Error);
        Assert.Equal(0, code);
        Assert.Equal("egress: no programs are attached for this network namespace\n", after.Error);
        Assert.Equal("hello from api.example.com\n200", (await world.CurlAsync("http://api.example.com/")).Output);
    }

    private static Task<ProgramResult> VerifyAsync(NetNamespace pod, string mode) => pod.RunAsync(EgressProcess.Executable, "intercept", "verify", "--rules-only", "--mode", mode, "--dns", "15053");
}
