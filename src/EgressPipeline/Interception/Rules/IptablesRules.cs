using System.Net.Sockets;
using System.Text;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Interception.Rules;

/// <summary>The rules of one family for <c>iptables-restore --noflush</c>, each written as <c>iptables-save</c> prints it.</summary>
internal static class IptablesRules
{
    /// <summary>The chains of ours in a table, in the order in which they are made: one is there before it is jumped to.</summary>
    public static IReadOnlyList<string> Chains(string table) => table == "nat" ? [RuleNames.RedirectChain, RuleNames.OutputChain] : [RuleNames.QuicChain];

    /// <summary>The chain of a table that the kernel's own output chain jumps to.</summary>
    public static string Entry(string table) => table == "nat" ? RuleNames.OutputChain : RuleNames.QuicChain;

    /// <summary>Every table that rules may be put into.</summary>
    public static IReadOnlyList<string> AllTables { get; } = ["nat", "filter"];

    /// <summary>The tables that rules are put into.</summary>
    public static IReadOnlyList<string> Tables(InterceptOptions options) => options.RefusesQuicHere ? AllTables : ["nat"];

    /// <summary>The file that puts the rules where none of ours are yet, or replaces those that are.</summary>
    /// <param name="options">What to intercept.</param>
    /// <param name="family">IPv4 or IPv6.</param>
    /// <param name="present">What is there already; null for nothing.</param>
    public static string Script(InterceptOptions options, AddressFamily family, IptablesState? present = null)
    {
        var text = new StringBuilder();
        foreach (var table in Tables(options))
        {
            text.Append($"*{table}\n");
            // With --noflush a chain that is declared is emptied, and every other one is left as it is.
            foreach (var chain in Chains(table))
                text.Append($":{chain} - [0:0]\n");
            for (var i = 0; i < (present?.Jumps(table) ?? 0); i++)
                text.Append($"-D OUTPUT -j {Entry(table)}\n");
            // First, because a rule before it may end the way of a packet.
            text.Append($"-I OUTPUT 1 -j {Entry(table)}\n");
            foreach (var rule in Rules(options, family, table))
                text.Append(rule).Append('\n');
            text.Append("COMMIT\n");
        }
        if (present is not null)
            AddRemoval(text, present, present.Tables.Except(Tables(options)));
        return text.ToString();
    }

    /// <summary>The file that takes back what is there of ours; empty when nothing is.</summary>
    public static string RemovalScript(IptablesState present)
    {
        var text = new StringBuilder();
        AddRemoval(text, present, present.Tables);
        return text.ToString();
    }

    /// <summary>The rules of our chains in one table.</summary>
    public static IEnumerable<string> Rules(InterceptOptions options, AddressFamily family, string table) =>
        table == "nat" ? [.. Redirect(options), .. Output(options, family)] : options.RefusesQuicHere ? Quic(options, family) : [];

    private static void AddRemoval(StringBuilder text, IptablesState present, IEnumerable<string> tables)
    {
        foreach (var table in tables)
        {
            text.Append($"*{table}\n");
            for (var i = 0; i < present.Jumps(table); i++)
                text.Append($"-D OUTPUT -j {Entry(table)}\n");
            var chains = present.Chains(table);
            foreach (var chain in chains)
                text.Append($"-F {chain}\n");
            foreach (var chain in chains)
                text.Append($"-X {chain}\n");
            text.Append("COMMIT\n");
        }
    }

    private static IEnumerable<string> Redirect(InterceptOptions options)
    {
        const string chain = "-A " + RuleNames.RedirectChain;
        var verdict = $"-j REDIRECT --to-ports {options.OutboundPort}";
        return options.IncludePorts.Count == 0
            ? [$"{chain} -p tcp {verdict}"]
            : options.IncludePorts.Select(ports => $"{chain} -p tcp -m tcp --dport {ports.Text(':')} {verdict}");
    }

    private static IEnumerable<string> Output(InterceptOptions options, AddressFamily family)
    {
        const string chain = "-A " + RuleNames.OutputChain;
        foreach (var rule in Exempt(options))
            yield return $"{chain} {rule}";
        foreach (var protocol in options.DnsPort is null ? [] : new[] { "udp", "tcp" })
            yield return $"{chain} -p {protocol} -m {protocol} --dport 53 -j REDIRECT --to-ports {options.DnsPort}";
        yield return $"{chain} -o lo -j RETURN";
        foreach (var range in Of(family, options.ExcludeCidrs))
            yield return $"{chain} -d {range} -j RETURN";
        foreach (var ports in options.ExcludePorts)
            yield return $"{chain} -p tcp -m tcp --dport {ports.Text(':')} -j RETURN";
        foreach (var rule in Included(options, family, "-j " + RuleNames.RedirectChain))
            yield return $"{chain} {rule}";
    }

    private static IEnumerable<string> Quic(InterceptOptions options, AddressFamily family)
    {
        const string chain = "-A " + RuleNames.QuicChain;
        var answer = family == AddressFamily.InterNetwork ? "icmp-port-unreachable" : "icmp6-port-unreachable";
        foreach (var rule in Exempt(options))
            yield return $"{chain} {rule}";
        yield return $"{chain} -o lo -j RETURN";
        foreach (var range in Of(family, options.ExcludeCidrs))
            yield return $"{chain} -d {range} -j RETURN";
        foreach (var rule in Included(options, family, "-p udp -m udp --dport 443 -j REJECT --reject-with " + answer))
            yield return $"{chain} {rule}";
    }

    private static IEnumerable<string> Exempt(InterceptOptions options) =>
        options.ExemptUids.Select(uid => $"-m owner --uid-owner {uid} -j RETURN").Concat(options.ExemptGids.Select(gid => $"-m owner --gid-owner {gid} -j RETURN"));

    private static IEnumerable<string> Included(InterceptOptions options, AddressFamily family, string verdict) =>
        options.IncludeCidrs.Count == 0 || Of(family, options.IncludeCidrs).Any(InterceptOptions.IsWholeFamily)
            ? [verdict]
            : Of(family, options.IncludeCidrs).Select(range => $"-d {range} {verdict}");

    private static IEnumerable<Cidr> Of(AddressFamily family, IEnumerable<Cidr> ranges) =>
        ranges.Where(range => InterceptOptions.IsV4(range) == (family == AddressFamily.InterNetwork));
}
