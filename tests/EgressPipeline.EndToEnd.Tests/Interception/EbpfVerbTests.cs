using EgressPipeline.Interception.Ebpf;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary><c>egress intercept</c> in eBPF mode against the real kernel: what is pinned, compared, replaced and removed.</summary>
public sealed class EbpfVerbTests : IAsyncLifetime
{
    private NetNamespace? _pod;
    private BpfMounts? _mounts;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(NetNamespace.Usable, NetNamespace.Unusable);
        _mounts = await BpfMounts.CreateAsync();
        _pod = await NetNamespace.CreateAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_pod is not null)
            await _pod.DisposeAsync();
        if (_mounts is not null)
            await _mounts.DisposeAsync();
    }

    [Fact]
    public async Task Apply_TwiceThenRemove_LeavesNothing()
    {
        string[] flags = ["--mode", "ebpf", "--dns", "15053", "--exclude-ports", "22,8000-8010", "--exclude-cidrs", "10.0.0.0/8,10.1.0.0/16,fd00::/8", "--include-cidrs", "0.0.0.0/0,2001:db8::/32"];

        Assert.Equal(0, (await RunAsync(["apply", .. flags])).ExitCode);
        var once = Pins();
        Assert.Equal(0, (await RunAsync(["apply", .. flags])).ExitCode);

        Assert.Equal(16, once.Length); // ten links, six maps
        Assert.Equal(once, Pins());
        Assert.Equal(0, (await RunAsync(["verify", "--rules-only", .. flags])).ExitCode);
        Assert.Equal(0, (await RunAsync("remove")).ExitCode);
        Assert.Empty(Pins());
        Assert.Contains("no programs are attached", (await RunAsync(["verify", "--rules-only", .. flags])).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("remove")).ExitCode);
    }

    [Fact]
    public async Task Apply_OtherFlags_ReplacesWhatWasPinned()
    {
        await RunAsync("apply", "--mode", "ebpf");
        var before = Pins();
        Assert.Equal(0, (await RunAsync("apply", "--mode", "ebpf", "--dns", "15053", "--quic", "allow")).ExitCode);

        Assert.Equal(16, Pins().Except(before).Count());
        Assert.Equal(16, Pins().Length);
        Assert.Equal(
            ["egress: missing: DNS is left alone", "egress: missing: UDP 443 is refused where TCP is intercepted", "egress: not ours: DNS goes to port 15053", "egress: not ours: UDP 443 is left alone"],
            (await RunAsync("verify", "--rules-only", "--mode", "ebpf")).Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Apply_AnotherMode_ReplacesTheFirst()
    {
        await RunAsync("apply", "--mode", "nft");
        Assert.Equal(0, (await RunAsync("apply", "--mode", "ebpf")).ExitCode);
        Assert.DoesNotContain("egress_pipeline", (await _pod!.RunAsync("nft", "list", "ruleset")).Output, StringComparison.Ordinal);
        Assert.NotEmpty(Pins());

        Assert.Equal(0, (await RunAsync("apply", "--mode", "nft")).ExitCode);
        Assert.Empty(Pins());
        Assert.Equal(0, (await RunAsync("verify", "--rules-only")).ExitCode);
    }

    [Fact]
    public async Task Verify_MapWasTouched_TellsWhichEntry()
    {
        await RunAsync("apply", "--mode", "ebpf");

        using (var exempt = Bpf.Open(Pins().Single(pin => pin.EndsWith("map_exempt", StringComparison.Ordinal))))
            Bpf.Update(exempt, [0, 0, 0, 0, 0xE8, 3, 0, 0], MapContents.Number(1));
        using (var ports = Bpf.Open(Pins().Single(pin => pin.EndsWith("map_ports", StringComparison.Ordinal))))
            Bpf.Update(ports, MapContents.Number(443 / 64), new byte[8]);
        var verified = await RunAsync("verify", "--rules-only", "--mode", "ebpf");

        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("not ours: exempt uid 1000\n", verified.Error, StringComparison.Ordinal);
        Assert.Contains("not ours: TCP port 1-383 is intercepted\n", verified.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_PinIsGone_SaysSoAndApplyRepairs()
    {
        await RunAsync("apply", "--mode", "ebpf");
        File.Delete(Pins().Single(pin => pin.EndsWith("link_egress_connect6", StringComparison.Ordinal)));

        var verified = await RunAsync("verify", "--rules-only", "--mode", "ebpf");

        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("link_egress_connect6 cannot be opened", verified.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("apply", "--mode", "ebpf")).ExitCode);
        Assert.Equal(0, (await RunAsync("verify", "--rules-only", "--mode", "ebpf")).ExitCode);
        Assert.Equal(16, Pins().Length);
    }

    [Theory]
    [InlineData("bpf,sys_admin", "the capability BPF is missing"), InlineData("net_admin", "the capability NET_ADMIN is missing")]
    public async Task Apply_WithoutTheRight_SaysWhichOne(string without, string expected)
    {
        var dropped = string.Join(',', without.Split(',').Select(right => "-" + right));

        var applied = await _pod!.RunAsync(["env", .. _mounts!.Settings, "setpriv", "--bounding-set", dropped, "--inh-caps", dropped, EgressProcess.Executable, "intercept", "apply", "--mode", "ebpf"]);

        Assert.Equal(3, applied.ExitCode);
        Assert.Contains(expected, applied.Error, StringComparison.Ordinal);
        Assert.Empty(Pins());
    }

    [Fact]
    public async Task Apply_WhereAMountWouldNotLast_SaysThatThePinsWouldNotEither()
    {
        using var folder = new TempFolder();

        var applied = await RunAsync("apply", "--mode", "ebpf", "--bpffs", folder.Path);

        Assert.Equal(3, applied.ExitCode);
        Assert.Contains($"no bpffs is mounted at {folder.Path}", applied.Error, StringComparison.Ordinal);
        Assert.Contains("no programs are attached", (await RunAsync("verify", "--rules-only", "--mode", "ebpf")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_CgroupThatIsNone_IsRefused()
    {
        var applied = await RunAsync("apply", "--mode", "ebpf", "--cgroup", "/tmp");

        Assert.Equal(3, applied.ExitCode);
        Assert.Equal("egress: /tmp is no cgroup (of the second version), or none that this process may see\n", applied.Error);
    }

    [Fact]
    public async Task Apply_DryRun_SaysWhatPrintSaysAndChangesNothing()
    {
        var applied = await RunAsync("apply", "--mode", "ebpf", "--dry-run");
        var printed = await RunAsync("print", "--mode", "ebpf");

        Assert.Equal(0, applied.ExitCode);
        Assert.Contains("attach egress_connect6", applied.Output, StringComparison.Ordinal);
        Assert.Equal(Lines(printed, "attach"), Lines(applied, "attach"));
        Assert.Contains("# source   " + EgressObject.Source, printed.Output, StringComparison.Ordinal);
        Assert.Empty(Pins());
        Assert.Contains("no programs are attached", (await RunAsync("verify", "--rules-only", "--mode", "ebpf")).Error, StringComparison.Ordinal);
    }

    private static string[] Lines(ProgramResult result, string start) => [.. result.Output.Split('\n').Where(line => line.StartsWith(start, StringComparison.Ordinal))];

    private string[] Pins()
    {
        var folder = Path.Combine(_mounts!.Pins, "egress_pipeline");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order()] : [];
    }

    private Task<ProgramResult> RunAsync(params string[] arguments) => _pod!.RunAsync(["env", .. _mounts!.Settings, EgressProcess.Executable, "intercept", .. arguments]);
}
