using System.CommandLine;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Interception.Applying;

namespace EgressPipeline.Host.Verbs.Intercept;

/// <summary><c>egress intercept apply</c>.</summary>
internal static class InterceptApplyVerb
{
    private const string Closing = """
        Applying twice is applying once, and other options or another mode replace what was there. Either everything is
        applied or nothing is changed. Needs the capability NET_ADMIN, with NET_RAW for iptables or BPF for ebpf; the sidecar
        itself needs none. Programs of ebpf mode are pinned in a bpffs, so that they outlive this command.

        Not intercepted: traffic over loopback, of the exempt users and groups, and whatever is no TCP (and no DNS, with
        --dns). A NetworkPolicy closes what these rules leave open.

        Examples:
          egress intercept apply
          egress intercept apply --dns 15053 --exclude-cidrs 10.0.0.0/8,fd00::/8
          egress intercept apply --mode iptables --iptables legacy --dry-run
          egress intercept apply --mode ebpf --cgroup /sys/fs/cgroup/kubepods/pod1234

        Exit codes: 0 applied, 2 wrong usage, 3 not applied.
        """;

    public static Command Create()
    {
        var flags = new InterceptFlags();
        var dryRun = new Option<bool>("--dry-run") { Description = "Says what would be run, with its input, and changes nothing" };
        var command = new TeachingCommand("apply", "Puts the rules into the kernel.", Closing);
        flags.AddTo(command);
        command.Add(dryRun);
        command.SetAction((parsed, _) => RunAsync(flags, parsed, parsed.GetValue(dryRun)));
        return command;
    }

    private static async Task<int> RunAsync(InterceptFlags flags, ParseResult parsed, bool dryRun)
    {
        if (flags.Read(parsed) is not { } options)
            return ExitCode.WrongUsage;
        var problems = await new Interceptor(dryRun ? Console.Out : null).ApplyAsync(options);
        if (problems.Count > 0)
            return Complaint.Write(problems, ExitCode.CouldNotStart);
        if (!dryRun)
            Console.WriteLine($"applied ({options.Mode.ToString().ToLowerInvariant()}): TCP goes to port {options.OutboundPort}{(options.DnsPort is { } dns ? $", DNS to port {dns}" : "")}");
        return ExitCode.Fine;
    }
}
