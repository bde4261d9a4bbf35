using System.Text.RegularExpressions;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary><c>egress intercept</c> against the real kernel, in a network namespace of its own.</summary>
public sealed partial class InterceptVerbTests
{
    private const string NoIptables = "iptables is not installed";

    [Theory]
    [InlineData("nft"), InlineData("iptables"), InlineData("iptables", "--iptables", "legacy"), InlineData("iptables", "--iptables", "nft"), InlineData("tproxy")]
    public async Task Apply_TwiceThenRemove_LeavesWhatWasThereBefore(string mode, params string[] more)
    {
        await using var pod = await PodAsync(mode);
        await pod.LoadRulesAsync("table inet other {\n chain output {\n type filter hook output priority 0\n tcp dport 9 drop\n }\n}\n");
        string[] flags = ["--mode", mode, .. more, "--dns", "15053", "--exclude-ports", "22,8000-8010", "--exclude-cidrs", "10.0.0.0/8,10.1.0.0/16,fd00::/8", "--include-cidrs", "0.0.0.0/0,2001:db8::/32"];
        var before = await KernelAsync(pod);

        Assert.Equal(0, (await RunAsync(pod, ["apply", .. flags])).ExitCode);
        var once = await KernelAsync(pod);
        Assert.Equal(0, (await RunAsync(pod, ["apply", .. flags])).ExitCode);

        Assert.NotEqual(before, once);
        Assert.Equal(once, await KernelAsync(pod));
        Assert.Equal(0, (await RunAsync(pod, ["verify", "--rules-only", .. flags])).ExitCode);
        Assert.Equal(1, (await RunAsync(pod, ["verify", "--rules-only", "--mode", mode, .. more])).ExitCode);
        Assert.Equal(0, (await RunAsync(pod, "remove")).ExitCode);
        Assert.Equal(before, await KernelAsync(pod));
        Assert.Equal(0, (await RunAsync(pod, "remove")).ExitCode);
    }

    [Fact]
    public async Task Apply_AnotherMode_ReplacesTheFirst()
    {
        await using var pod = await PodAsync("iptables");
        foreach (var mode in new[] { "tproxy", "iptables", "nft" })
            Assert.Equal(0, (await RunAsync(pod, "apply", "--mode", mode)).ExitCode);

        var kernel = await KernelAsync(pod);

        Assert.Contains("table inet egress_pipeline", kernel, StringComparison.Ordinal);
        Assert.DoesNotContain("EGRESS_", kernel, StringComparison.Ordinal);
        Assert.DoesNotContain("0x15001", kernel, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nft"), InlineData("iptables")]
    public async Task Verify_RulesWereTouched_TellsWhichOnes(string mode)
    {
        await using var pod = await PodAsync(mode);
        await RunAsync(pod, "apply", "--mode", mode);

        if (mode == "nft")
            await pod.RunAsync("nft", "insert", "rule", "inet", "egress_pipeline", "output", "tcp", "dport", "443", "return");
        else
            await pod.RunAsync("iptables", "-t", "nat", "-I", "EGRESS_OUTPUT", "1", "-p", "tcp", "-m", "tcp", "--dport", "443", "-j", "RETURN");
        var verified = await RunAsync(pod, "verify", "--rules-only", "--mode", mode);

        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("dport 443", Assert.Single(verified.Error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_OneFamilyRefuses_ChangesNeither()
    {
        await using var pod = await PodAsync("iptables");
        // Somebody else's rule jumps to the chain that IPv6 is to get: it cannot be replaced by one of another kind.
        await pod.LoadRulesAsync("table ip6 nat {\n chain OUTPUT {\n type filter hook output priority 5\n }\n}\n");

        var applied = await RunAsync(pod, "apply", "--mode", "iptables", "--iptables", "nft");

        Assert.Equal(3, applied.ExitCode);
        Assert.StartsWith("egress: ip6tables-nft", applied.Error, StringComparison.Ordinal);
        await pod.RunAsync("nft", "delete", "table", "ip6", "nat");
        Assert.DoesNotContain("EGRESS_", await KernelAsync(pod), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_WithoutTheRight_SaysWhichOne()
    {
        await using var pod = await PodAsync("nft");
        var before = await KernelAsync(pod);

        var applied = await pod.RunAsync("setpriv", "--bounding-set", "-net_admin", "--inh-caps", "-net_admin", EgressProcess.Executable, "intercept", "apply");

        Assert.Equal(3, applied.ExitCode);
        Assert.Contains("capability NET_ADMIN is missing", applied.Error, StringComparison.Ordinal);
        Assert.Equal(before, await KernelAsync(pod));
    }

    [Fact]
    public async Task Apply_DryRun_ChangesNothingAndShowsEveryCommand()
    {
        await using var pod = await PodAsync("tproxy");
        var before = await KernelAsync(pod);

        var applied = await RunAsync(pod, "apply", "--mode", "tproxy", "--dry-run");

        Assert.Equal(0, applied.ExitCode);
        Assert.Contains("ip -6 rule add fwmark 0x15001", applied.Output, StringComparison.Ordinal);
        Assert.Contains("nft -f -", applied.Output, StringComparison.Ordinal);
        Assert.Equal(before, await KernelAsync(pod));
    }

    [Theory]
    [InlineData("nft", "both"), InlineData("iptables", "ipv4"), InlineData("iptables", "ipv6")]
    public async Task Print_LoadedByTheSystemsOwnPrograms_IsWhatVerifyExpects(string mode, string family)
    {
        await using var pod = await PodAsync(mode);

        var printed = (await RunAsync(pod, "print", "--mode", mode, "--family", family)).Output;
        if (mode == "nft")
            await pod.LoadRulesAsync(printed);
        else
            Assert.Equal(0, (await ExternalProgram.RunAsync(ExternalProgram.Find("ip")!, pod.Enter(family == "ipv4" ? "iptables-restore" : "ip6tables-restore", "--noflush").Skip(1), input: printed)).ExitCode);
        var verified = await RunAsync(pod, "verify", "--rules-only", "--mode", mode);

        // Of iptables one family was loaded: the complaints are about the other one only.
        var complaints = verified.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(mode == "nft" ? 0 : 1, verified.ExitCode);
        Assert.All(complaints, line => Assert.StartsWith(family == "ipv4" ? "egress: IPv6" : "egress: IPv4", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Apply_HostileValue_IsRefusedBeforeAnythingRuns()
    {
        var applied = await EgressProcess.RunVerbAsync("intercept", "apply", "--exempt-uid", "1337; nft flush ruleset", "--dry-run");

        Assert.Equal(2, applied.ExitCode);
        Assert.StartsWith("egress: --exempt-uid:", applied.Error, StringComparison.Ordinal);
        Assert.Empty(applied.Output);
    }

    private static async Task<NetNamespace> PodAsync(string mode)
    {
        Assert.SkipUnless(NetNamespace.Usable, NetNamespace.Unusable);
        Assert.SkipUnless(mode != "iptables" || ExternalProgram.Find("iptables-legacy-restore") is not null, NoIptables);
        return await NetNamespace.CreateAsync();
    }

    private static Task<ProgramResult> RunAsync(NetNamespace pod, params string[] arguments) => pod.RunAsync([EgressProcess.Executable, "intercept", .. arguments]);

    /// <summary>Everything the kernel has by way of rules, without counters and without tables that hold nothing.</summary>
    private static async Task<string> KernelAsync(NetNamespace pod)
    {
        var nft = (await pod.RunAsync("nft", "--stateless", "list", "ruleset")).Output;
        var legacy = ExternalProgram.Find("iptables-legacy-save") is null ? "" : (await pod.RunAsync("iptables-legacy-save")).Output + (await pod.RunAsync("ip6tables-legacy-save")).Output;
        var routes = (await pod.RunAsync("ip", "rule", "list")).Output + (await pod.RunAsync("ip", "-6", "rule", "list")).Output 
            + (await pod.RunAsync("ip", "-4", "route", "list", "table", "15001")).Output + (await pod.RunAsync("ip", "-6", "route", "list", "table", "15001")).Output;
        // Once used, iptables leaves the kernel's own empty chains behind.
        var lines = (nft + legacy + routes).Split('\n').Where(line => !line.StartsWith('#') && !line.StartsWith(':') && !line.StartsWith('*') && line != "COMMIT").ToList();
        return WithoutEmptyTables(string.Join('\n', lines));
    }

    private static string WithoutEmptyTables(string text) => EmptyTable().Replace(text, "");

    [GeneratedRegex(@"table ip6? (nat|filter) \{\s*(chain \w+ \{[^{}]*policy accept;\s*\}\s*)?\}\s*")]
    private static partial Regex EmptyTable();
}
