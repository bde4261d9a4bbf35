using System.CommandLine;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Hosting.Settings;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Host.Verbs.Intercept;

/// <summary>
/// What is intercepted, as flags of a verb: the settings of <c>egress run</c> without their prefix, with the same
/// environment variables, so that an init container and its sidecar are told once.
/// </summary>
internal sealed class InterceptFlags
{
    private const string Prefix = "--intercept-";

    private readonly SettingOption _mode = new(SettingCatalogue.Find("intercept")!, "--mode");
    private readonly SettingOption[] _settings =
    [
        new(SettingCatalogue.Find("outbound")!),
        .. SettingCatalogue.All.Where(s => s.Flag.StartsWith(Prefix, StringComparison.Ordinal)).Select(s => new SettingOption(s, "--" + s.Flag[Prefix.Length..])),
    ];

    public void AddTo(Command command)
    {
        _mode.Description = "By which means: one nftables table, iptables and ip6tables, TPROXY (by nftables), or programs at the sockets of a cgroup [default: nft; EGRESS_INTERCEPT]";
        _mode.HelpName = "nft|iptables|tproxy|ebpf";
        command.Add(_mode);
        foreach (var setting in _settings)
            command.Add(setting);
    }

    /// <summary>The options; null when something is wrong, which has been said then.</summary>
    public InterceptOptions? Read(ParseResult parsed)
    {
        var given = SettingOption.AllGiven(parsed, [_mode, .. _settings]);
        // The verb was called: no mode, or the sidecar's "off", means the usual one.
        if (!given.ContainsKey("intercept") && Environment.GetEnvironmentVariable("EGRESS_INTERCEPT") is null or "" or "off")
            given["intercept"] = ["nft"];
        var read = SettingsReader.Read(given, null, Environment.GetEnvironmentVariable);
        if (read.Options is { Intercept.Mode: not InterceptMode.Off } options)
            return options.Intercept;
        Complaint.Write(read.Options is null ? read.Problems.Select(InFlagsOfTheVerb) : ["--mode: off leaves nothing to do; use nft, iptables, tproxy or ebpf"], ExitCode.WrongUsage);
        return null;
    }

    private static string InFlagsOfTheVerb(string problem) =>
        problem.StartsWith(Prefix, StringComparison.Ordinal) ? "--" + problem[Prefix.Length..] : problem.Replace("--intercept: ", "", StringComparison.Ordinal);
}
