using System.CommandLine;
using System.Net.Sockets;
using EgressPipeline.Host.CommandLine;
using EgressPipeline.Interception.Applying;
using EgressPipeline.Interception.Ebpf;
using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Host.Verbs.Intercept;

/// <summary><c>egress intercept print</c>.</summary>
internal static class InterceptPrintVerb
{
    private const string Closing = """
        Nothing is run and nothing need be installed. The text of nft mode is loaded by 'nft -f FILE', as often as you like;
        that of iptables mode by 'iptables-restore --noflush < FILE' and 'ip6tables-restore --noflush < FILE', once each:
        a second time adds a second jump. Of ebpf mode it says what is attached where and what the maps hold.

        Examples:
          egress intercept print | nft -f -
          egress intercept print --mode iptables --family ipv6 > rules6

        Exit codes: 0 printed, 2 wrong usage.
        """;

    public static Command Create()
    {
        var flags = new InterceptFlags();
        var family = new Option<string>("--family") { HelpName = "ipv4|ipv6|both", Description = "Of iptables mode: which of the two files", DefaultValueFactory = _ => "both" };
        family.AcceptOnlyFromAmong("ipv4", "ipv6", "both");
        var command = new TeachingCommand("print", "Prints the rules, for review or for an image without this program.", Closing);
        flags.AddTo(command);
        command.Add(family);
        command.SetAction(parsed => Run(flags, parsed, parsed.GetValue(family)!));
        return command;
    }

    private static int Run(InterceptFlags flags, ParseResult parsed, string family)
    {
        if (flags.Read(parsed) is not { } options)
            return ExitCode.WrongUsage;
        if (options.Mode == InterceptMode.Ebpf)
        {
            Console.Write(EbpfText.Of(options, place: null));
            return ExitCode.Fine;
        }
        if (options.Mode != InterceptMode.Iptables)
        {
            foreach (var command in options.Mode == InterceptMode.Tproxy ? TproxyRouting.Commands : [])
                Console.WriteLine("# also needed: " + command);
            Console.Write(NftRules.Script(options));
            return ExitCode.Fine;
        }
        if (family != "ipv6")
            Console.Write("# IPv4: iptables-restore --noflush\n" + IptablesRules.Script(options, AddressFamily.InterNetwork));
        if (family != "ipv4")
            Console.Write("# IPv6: ip6tables-restore --noflush\n" + IptablesRules.Script(options, AddressFamily.InterNetworkV6));
        return ExitCode.Fine;
    }
}
