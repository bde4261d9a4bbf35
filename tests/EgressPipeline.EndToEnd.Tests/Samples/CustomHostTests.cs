using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Samples;

/// <summary>samples/CustomHost: filters compiled in, found by no reflection, bound by policies as a plugin's are.</summary>
public sealed class CustomHostTests
{
    private const string Bindings = """
        apiVersion: egresspipeline.dev/v1
        kind: FilterBinding
        metadata: { name: partner-version, namespace: default }
        spec:
          filter: api-version
          hosts: [api.partner.example]
          config: { version: "2026-11", otherwise: refuse }
        ---
        apiVersion: egresspipeline.dev/v1
        kind: FilterBinding
        metadata: { name: no-cards, namespace: default }
        spec:
          filter: data-guard
          hosts: [api.partner.example]
          config:
            paymentCard: block
            literals: [{ name: project, values: [bluebird] }]
        """;

    private static readonly string Built = Path.Combine(AppContext.BaseDirectory, "custom-host");

    [Fact]
    public Task Host_AsBuilt_RunsItsFilters()
    {
        Assert.SkipUnless(Curl.Exists, Curl.Absent);
        return ServesAsync(Built);
    }

    [Theory]
    [InlineData("otherwise: refuse", "otherwise: refuze", "): error EGP0103: 'refuze' is not a value of 'config.otherwise'; did you mean 'refuse'?")]
    [InlineData("version: \"2026-11\"", "versoin: x", "did you mean 'version'")]
    [InlineData("[bluebird] }", "[bluebird], ignoreCase: 3 }", "config.literals[0].ignoreCase")]
    public async Task Host_WithOptionsThatDoNotFit_SaysWhereAndDoesNotStart(string from, string to, string expected)
    {
        using var folder = new TempFolder();
        Assert.Contains(from, Bindings, StringComparison.Ordinal);
        var policies = folder.Write("policy.yaml", Policies(new(System.Net.IPAddress.Loopback, 9)).Replace(from, to, StringComparison.Ordinal));

        var run = await ExternalProgram.RunAsync(Built, ["--policies", policies, "--proxy", "127.0.0.1:0"]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_WithAFlagThatIsNone_NamesTheNearest()
    {
        var run = await ExternalProgram.RunAsync(Built, ["--polcies", "x", "--drain"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("there is no flag '--polcies'; did you mean '--policies'?", run.Error, StringComparison.Ordinal);
        Assert.Contains("--drain needs a value", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Compiles the whole sidecar to machine code, which takes minutes.</summary>
    [Fact]
    public async Task Host_PublishedNatively_RunsItsFiltersAndNoOthers()
    {
        Assert.SkipUnless(LongRun.Soak, LongRun.NotAsked);
        Assert.SkipUnless(Curl.Exists, Curl.Absent);
        using var folder = new TempFolder();
        var project = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../samples/CustomHost"));
        var published = await ExternalProgram.RunAsync("dotnet", ["publish", project, "-c", "Release", "-v", "quiet", "-o", folder.File("out")], limit: TimeSpan.FromMinutes(15));
        Assert.True(published.ExitCode == 0, published.ToString());
        var native = Path.Combine(folder.File("out"), "custom-host");

        await ServesAsync(native);
        var withFolder = await ExternalProgram.RunAsync(native, ["--policies", folder.Write("policy.yaml", Policies(new(System.Net.IPAddress.Loopback, 9))), "--plugins", folder.File("out")]);

        Assert.Equal(3, withFolder.ExitCode);
        Assert.Contains("cannot load code that it was not built with", withFolder.Error, StringComparison.Ordinal);
    }

    private static async Task ServesAsync(string program)
    {
        await using var partner = SimpleHttpServer.Start();
        using var folder = new TempFolder();
        await using var egress = await EgressProcess.StartProgramAsync([program], folder.Write("policy.yaml", Policies(partner.EndPoint)));

        var plain = await Curl.ThroughAsync(egress.Proxy, "http://api.partner.example/head");
        var old = await Curl.ThroughAsync(egress.Proxy, "-H", "X-Api-Version: 2025-01", "-w", "%{http_code}", "http://api.partner.example/head");
        var card = await Curl.ThroughAsync(egress.Proxy, "-d", "pay with 4111 1111 1111 1111", "-o", "/dev/null", "-w", "%{http_code}", "http://api.partner.example/echo");
        var project = await Curl.ThroughAsync(egress.Proxy, "-d", "bluebird ships", "-o", "/dev/null", "-w", "%{http_code}", "http://api.partner.example/echo");
        var clean = await Curl.ThroughAsync(egress.Proxy, "-d", "pay by invoice", "http://api.partner.example/echo");

        Assert.Contains("x-api-version: 2026-11", plain.Output, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("403", old.Output, StringComparison.Ordinal);
        Assert.Equal("403", card.Output);
        Assert.Equal("403", project.Output);
        Assert.Equal("pay by invoice", clean.Output);
    }

    private static string Policies(System.Net.IPEndPoint partner) => PolicyText.Join(PolicyText.Service("api.partner.example", 80, "HTTP", partner), Bindings);
}
