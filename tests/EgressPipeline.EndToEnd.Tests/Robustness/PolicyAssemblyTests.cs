using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Robustness;

/// <summary>A sidecar that runs on a policy assembly and follows it.</summary>
public sealed class PolicyAssemblyTests
{
    private const string Host = "api.example.com";

    private static readonly string Closed = PolicyText.Authorization("closed", "DENY", "- to:\n  - operation: { methods: [GET] }");

    [Fact]
    public async Task ReplacedAssembly_IsInForceWithoutARestart()
    {
        await using var upstream = SimpleHttpServer.Start();
        using var folder = new TempFolder();
        var assembly = await CompileAsync(folder, upstream);
        await using var egress = await EgressProcess.StartAsync(assembly);
        Assert.Equal(200, (await RawClient.GetThroughAsync(egress.Proxy, $"http://{Host}/")).Status);

        await CompileAsync(folder, upstream, Closed);

        await Deadline.UntilAsync(async () => (await RawClient.GetThroughAsync(egress.Proxy, $"http://{Host}/")).Status == 403, "the new assembly is in force");
    }

    [Fact]
    public async Task BrokenAssembly_KeepsTheLastGoodPlanAndSaysSo()
    {
        await using var upstream = SimpleHttpServer.Start();
        using var folder = new TempFolder();
        var assembly = await CompileAsync(folder, upstream);
        await using var egress = await EgressProcess.StartAsync(assembly);

        var half = await File.ReadAllBytesAsync(assembly);
        await File.WriteAllBytesAsync(assembly, half[..(half.Length / 2)]);

        await Deadline.UntilAsync(() => egress.Output.Contains("policies not reloaded", StringComparison.Ordinal), "the refusal is logged");
        Assert.Equal(200, (await RawClient.GetThroughAsync(egress.Proxy, $"http://{Host}/")).Status);
    }

    [Fact]
    public async Task Hash_AtStartAndInMetrics_IsThatOfTheCompiler()
    {
        await using var upstream = SimpleHttpServer.Start();
        using var folder = new TempFolder();
        var assembly = await CompileAsync(folder, upstream);
        var check = await EgressProcess.RunVerbAsync("check", folder.File("policies"));
        var hash = check.Output[^65..].Trim();

        // The setting for undeclared destinations is the process's, not the policies'.
        await using var egress = await EgressProcess.StartAsync(assembly, "--unregistered", "audit");

        Assert.Contains("policies  " + hash, egress.Output, StringComparison.Ordinal);
        Assert.Contains($"egress_policy_info{{hash=\"{hash}\"}} 1", (await egress.GetMetricsAsync()).Text, StringComparison.Ordinal);
        Assert.NotEqual(403, (await RawClient.GetThroughAsync(egress.Proxy, "http://127.0.0.1:1/")).Status);
    }

    [Fact]
    public async Task OtherWorkload_DoesNotStart()
    {
        await using var upstream = SimpleHttpServer.Start();
        using var folder = new TempFolder();
        var assembly = await CompileAsync(folder, upstream);

        var result = await EgressProcess.RunVerbAsync("run", "--policies", assembly, "--identity", "spiffe://cluster.local/ns/shop/sa/web");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("was compiled for no known namespace, but this workload is in namespace 'shop'", result.Error, StringComparison.Ordinal);
    }

    private static async Task<string> CompileAsync(TempFolder folder, SimpleHttpServer upstream, params string[] more)
    {
        folder.Write("policies/a.yaml", PolicyText.Join([PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint), .. more]));
        var result = await EgressProcess.RunVerbAsync("compile", folder.File("policies"), "-o", folder.File("policy.dll"));
        Assert.True(result.ExitCode == 0, result.Error);
        return folder.File("policy.dll");
    }
}
