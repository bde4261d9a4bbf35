using System.Text.Json;
using EgressPipeline.EndToEnd.Tests.Filters;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Cli;

/// <summary><c>egress plugins list|verify</c> and <c>egress check --plugins</c>.</summary>
public sealed class PluginsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_WithoutFolder_ShowsTheSidecarsOwnStages()
    {
        var list = await EgressProcess.RunVerbAsync("plugins", "list");

        Assert.Equal(0, list.ExitCode);
        Assert.Contains("authorization 1.0.0  (built in)", list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Folder_ShowsVersionStageCapabilitiesAndOptions()
    {
        var list = await EgressProcess.RunVerbAsync("plugins", "list", PluginFolder.Fill(_folder, "RateLimit"));

        Assert.Equal(0, list.ExitCode);
        Assert.Contains("rate-limit 1.0.0  (plugin RateLimit, contract 1.0)", list.Output, StringComparison.Ordinal);
        Assert.Contains("stage Request; reads headers, changes headers, may deny, may answer, calls the network", list.Output, StringComparison.Ordinal);
        Assert.Contains("  permits: a whole number from 1 to 1000000, required. Calls per", list.Output, StringComparison.Ordinal);
        Assert.Contains("  redis.endpoint: a text, at most 300 long, required. host:port", list.Output, StringComparison.Ordinal);
        Assert.Contains("[default: 1s]", list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Json_HoldsTheSame()
    {
        var list = await EgressProcess.RunVerbAsync("plugins", "list", PluginFolder.Fill(_folder, "RateLimit"), "--format", "json");

        var filter = JsonDocument.Parse(list.Output).RootElement.GetProperty("filters").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "rate-limit");
        Assert.Equal("RateLimit", filter.GetProperty("origin").GetString());
        Assert.Contains("CallsNetwork", filter.GetProperty("capabilities").EnumerateArray().Select(one => one.GetString()));
        Assert.Contains("permits", filter.GetProperty("options").EnumerateArray().Select(one => one.GetProperty("path").GetString()));
    }

    [Fact]
    public async Task Verify_GoodFolder_IsFine()
    {
        var verify = await EgressProcess.RunVerbAsync("plugins", "verify", PluginFolder.Fill(_folder, "RateLimit", "DataGuard"));

        Assert.Equal(0, verify.ExitCode);
        Assert.Contains("ok       RateLimit (contract 1.0): rate-limit 1.0.0", verify.Output, StringComparison.Ordinal);
        Assert.Contains("2 plugins: 2 can be used, 0 refused", verify.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_EmptyAndDamagedPlugins_AreRefusedByNameAndTheRestIsJudged()
    {
        var plugins = PluginFolder.Fill(_folder, "RateLimit");
        Directory.CreateDirectory(Path.Combine(plugins, "Empty"));
        Directory.CreateDirectory(Path.Combine(plugins, "Damaged"));
        await File.WriteAllTextAsync(Path.Combine(plugins, "Damaged", "Damaged.dll"), "no assembly");

        var verify = await EgressProcess.RunVerbAsync("plugins", "verify", plugins);

        Assert.Equal(1, verify.ExitCode);
        Assert.Contains("refused  plugin 'Empty': the folder holds no .dll", verify.Output, StringComparison.Ordinal);
        Assert.Contains("refused  plugin 'Damaged': Damaged.dll is damaged", verify.Output, StringComparison.Ordinal);
        Assert.Contains("3 plugins: 1 can be used, 2 refused", verify.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_FileNotOnTheAllowList_IsRefusedWithItsHash()
    {
        var plugins = PluginFolder.Fill(_folder, "RateLimit");

        var verify = await EgressProcess.RunVerbAsync("plugins", "verify", plugins, "--allow", _folder.Write("none.sha256", "# nothing is allowed\n"));

        Assert.Equal(1, verify.ExitCode);
        Assert.Matches("refused  plugin 'RateLimit': RateLimit.dll is not on the allow-list \\(sha256 [0-9a-f]{64}\\)", verify.Output);
    }

    [Fact]
    public async Task Verify_MissingFolder_IsAFinding() => Assert.Equal(1, (await EgressProcess.RunVerbAsync("plugins", "verify", _folder.File("none"))).ExitCode);

    [Theory]
    [InlineData("rate-limit", "permits: 5", 0, "0 errors")]
    [InlineData("rate-limit", "permits: five", 1, "config.permits")]
    [InlineData("rate-limt", "permits: 5", 1, "rate-limit")]
    public async Task Check_WithPlugins_JudgesBindings(string filter, string config, int code, string said)
    {
        var policies = _folder.Write("binding.yaml", $$"""
            apiVersion: egresspipeline.dev/v1
            kind: FilterBinding
            metadata: { name: limits, namespace: default }
            spec:
              filter: {{filter}}
              config: { {{config}} }
            """);

        var check = await EgressProcess.RunVerbAsync("check", policies, "--plugins", PluginFolder.Fill(_folder, "RateLimit"));

        Assert.Equal(code, check.ExitCode);
        Assert.Contains(said, check.Output, StringComparison.Ordinal);
        if (code != 0)
            Assert.Contains("binding.yaml(", check.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("verify")]
    public async Task Help_NamesTheWholeCommand(string verb) =>
        Assert.Contains($"egress plugins {verb} ", (await EgressProcess.RunVerbAsync("plugins", verb, "--help")).Output, StringComparison.Ordinal);
}
