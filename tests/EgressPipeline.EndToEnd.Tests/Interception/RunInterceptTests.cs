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

        await using var egress = await EgressProcess.StartInAsync(pod, ProxyGroup, policies, [.. Flags, "--intercept", mode, "--drain", "0s", "--drain-limit", "2s"]);
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

    private static Task<ProgramResult> VerifyAsync(NetNamespace pod, string mode) => pod.RunAsync(EgressProcess.Executable, "intercept", "verify", "--rules-only", "--mode", mode);
}
