using EgressPipeline.Interception.Ebpf;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Interception.Applying;

/// <summary>
/// Puts the rules in, takes them back and compares them, in whichever mode. Not for concurrent use: two of them at once
/// would each undo the other's work.
/// </summary>
/// <param name="narrate">Gets what would be changed instead of changing it; null changes it.</param>
/// <param name="holdsPrograms">True: what eBPF mode attaches is held by this process and ends with it; false: it is pinned.</param>
internal sealed class Interceptor(TextWriter? narrate = null, bool holdsPrograms = false)
{
    private readonly RuleRunner _runner = new(narrate);
    private readonly EbpfKeeper _ebpf = new(narrate, holdsPrograms);

    /// <summary>Makes the kernel's rules those of the options; rules of another mode are taken back. All of it or nothing.</summary>
    /// <returns>What went wrong, one line each; empty when all is well.</returns>
    public async Task<IReadOnlyList<string>> ApplyAsync(InterceptOptions options)
    {
        _ebpf.BpfFolder = options.BpfFolder;
        var keeper = Keeper(options);
        IReadOnlyList<string> missing = [.. MissingRights(options), .. keeper.Missing(options)];
        if (missing.Count > 0)
            return missing;
        var problems = await keeper.ApplyAsync(options);
        return problems.Count > 0 ? problems : await RemoveAsync(Others(options));
    }

    /// <summary>Takes back the rules of every mode.</summary>
    /// <param name="bpfFolder">Where programs may be pinned.</param>
    /// <returns>What went wrong, one line each; empty when nothing of ours is left.</returns>
    public async Task<IReadOnlyList<string>> RemoveAsync(string bpfFolder)
    {
        _ebpf.BpfFolder = bpfFolder;
        var missing = MissingRights(new InterceptOptions());
        // Letting go of programs takes no right.
        return [.. missing, .. await RemoveAsync(missing.Count > 0 ? [_ebpf] : [Nft(), .. Iptables(), _ebpf])];
    }

    /// <summary>How the kernel's rules differ from those of the options; empty when they are the same.</summary>
    public async Task<IReadOnlyList<string>> DifferencesAsync(InterceptOptions options)
    {
        var keeper = Keeper(options);
        IReadOnlyList<string> missing = [.. MissingRights(options), .. keeper.Missing(options)];
        return missing.Count > 0 ? missing : await keeper.DifferencesAsync(options);
    }

    /// <summary>Rights that this process lacks for changing or reading rules.</summary>
    public static IReadOnlyList<string> MissingRights(InterceptOptions options)
    {
        if (options.Mode == InterceptMode.Ebpf)
            return MissingForPrograms(ProcessCapabilities.ReadOwn());
        var rights = ProcessCapabilities.Read();
        var missing = new List<string>();
        if (!rights.Has(ProcessCapabilities.NetAdmin))
            missing.Add("the capability NET_ADMIN is missing; run as root of the network namespace, or with it as an ambient capability");
        if (options.Mode == InterceptMode.Iptables && !rights.Has(ProcessCapabilities.NetRaw))
            missing.Add("the capability NET_RAW is missing, which iptables needs beside NET_ADMIN");
        return missing;
    }

    // No program is started, so what this process has itself counts. Before Linux 5.8 SYS_ADMIN was the right for bpf(2); it includes BPF since.
    private static IReadOnlyList<string> MissingForPrograms(ProcessCapabilities rights)
    {
        var missing = new List<string>();
        if (!rights.Has(ProcessCapabilities.Bpf) && !rights.Has(ProcessCapabilities.SysAdmin))
            missing.Add("the capability BPF is missing, which eBPF mode needs beside NET_ADMIN");
        if (!rights.Has(ProcessCapabilities.NetAdmin))
            missing.Add("the capability NET_ADMIN is missing, which eBPF mode needs beside BPF");
        return missing;
    }

    private static async Task<IReadOnlyList<string>> RemoveAsync(IEnumerable<IRuleKeeper> keepers)
    {
        var problems = new List<string>();
        foreach (var keeper in keepers)
            problems.AddRange(await keeper.RemoveAsync());
        return problems;
    }

    private IRuleKeeper Keeper(InterceptOptions options) =>
        options.Mode switch
        {
            InterceptMode.Iptables => new IptablesKeeper(_runner, options.FrontEnd),
            InterceptMode.Ebpf => _ebpf,
            _ => Nft(),
        };

    // Only root may look whether there are rules of iptables. With them beside the programs nothing more gets past the sidecar,
    // so another user need not. The two kinds of iptables do not see each other's rules; the plain name is one of them, and which is not known here.
    private IEnumerable<IRuleKeeper> Others(InterceptOptions options) => options switch
    {
        { Mode: InterceptMode.Ebpf } => Environment.IsPrivilegedProcess ? [Nft(), .. Iptables()] : [],
        { Mode: InterceptMode.Iptables, FrontEnd: IptablesFrontEnd.Default } => [_ebpf, Nft()],
        { Mode: InterceptMode.Iptables } => [_ebpf, Nft(), .. Iptables(options.FrontEnd == IptablesFrontEnd.Nft ? IptablesFrontEnd.Legacy : IptablesFrontEnd.Nft)],
        _ => [_ebpf, .. Iptables()],
    };

    private NftKeeper Nft() => new(_runner, new TproxyRouting(_runner));

    private IEnumerable<IRuleKeeper> Iptables()
    {
        IRuleKeeper[] known = [.. Iptables(IptablesFrontEnd.Nft, IptablesFrontEnd.Legacy)];
        return known.Length > 0 ? known : Iptables(IptablesFrontEnd.Default);
    }

    private IEnumerable<IRuleKeeper> Iptables(params IEnumerable<IptablesFrontEnd> frontEnds) =>
        frontEnds.Select(frontEnd => new IptablesKeeper(_runner, frontEnd)).Where(keeper => keeper.Exists);
}
