using System.Text;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Interception.Rules;

/// <summary>
/// The rules as one nftables table for both families. Every rule is written as <c>nft list</c> prints it, one condition a
/// rule instead of sets, so that what the kernel holds can be compared with what it should hold.
/// </summary>
internal static class NftRules
{
    /// <summary>One transaction that replaces the table, or makes it: <c>nft -f</c> does all of it or nothing.</summary>
    public static string Script(InterceptOptions options) => RemovalScript + Table(options);

    /// <summary>One transaction after which the table is not there, whether it was or not.</summary>
    public static string RemovalScript => $"add table inet {RuleNames.Table}\ndelete table inet {RuleNames.Table}\n";

    /// <summary>The table, as <c>nft --stateless --numeric-priority list table</c> prints it.</summary>
    public static string Table(InterceptOptions options)
    {
        var text = new StringBuilder($"table inet {RuleNames.Table} {{\n");
        if (options.Mode == InterceptMode.Tproxy)
            AddTproxy(text, options);
        else
            AddRedirect(text, options);
        if (options.RefusesQuicHere)
        {
            Chain(text, "refuse", null, ["udp dport 443 reject"]);
            Chain(text, "quic", "type filter hook output priority 0", [.. Exempt(options), "oifname \"lo\" return", .. Excluded(options), .. Included(options, "jump refuse")]);
        }
        return text.Append("}\n").ToString();
    }

    private static void AddRedirect(StringBuilder text, InterceptOptions options)
    {
        Chain(text, "to_sidecar", null, [.. Ports(options, $"redirect to :{options.OutboundPort}")]);
        Chain(text, "output", "type nat hook output priority -100",
            [.. Exempt(options), .. Dns(options), "oifname \"lo\" return", .. Excluded(options), .. ExcludedPorts(options), .. Included(options, "jump to_sidecar")]);
    }

    // Routing decides before NAT: what is marked goes to loopback, where another chain hands it to the listener. Without
    // a listener that rule does not match, and a reset tells the application at once; the kernel would not answer for an
    // address that is not its own.
    private static void AddTproxy(StringBuilder text, InterceptOptions options)
    {
        var mark = $"0x{RuleNames.Mark:x8}";
        Chain(text, "divert", null, [.. Ports(options, "meta mark set " + mark)]);
        string[] dnsLeftOut = options.DnsPort is null ? [] : ["tcp dport 53 return"];
        Chain(text, "output", "type route hook output priority -150",
            [.. Exempt(options), "oifname \"lo\" return", .. dnsLeftOut, .. Excluded(options), .. ExcludedPorts(options), .. Included(options, "jump divert")]);
        Chain(text, "intercept", "type filter hook prerouting priority -150",
            [$"iifname \"lo\" meta l4proto tcp meta mark {mark} tproxy to :{options.OutboundPort} accept", $"iifname \"lo\" meta l4proto tcp meta mark {mark} reject with tcp reset"]);
        if (options.DnsPort is not null)
            Chain(text, "dns", "type nat hook output priority -100", [.. Exempt(options), .. Dns(options)]);
    }

    private static IEnumerable<string> Exempt(InterceptOptions options) =>
        options.ExemptUids.Select(uid => $"meta skuid {uid} return").Concat(options.ExemptGids.Select(gid => $"meta skgid {gid} return"));

    // Ahead of the loopback rule: resolv.conf may name 127.0.0.53.
    private static IEnumerable<string> Dns(InterceptOptions options) =>
        options.DnsPort is { } port ? [$"udp dport 53 redirect to :{port}", $"tcp dport 53 redirect to :{port}"] : [];

    private static IEnumerable<string> Excluded(InterceptOptions options) => options.ExcludeCidrs.Select(range => Destination(range) + " return");

    private static IEnumerable<string> ExcludedPorts(InterceptOptions options) => options.ExcludePorts.Select(ports => $"tcp dport {ports} return");

    private static IEnumerable<string> Included(InterceptOptions options, string verdict) =>
        options.IncludeCidrs.Count == 0 ? [verdict] : options.IncludeCidrs.Select(range => Destination(range) + " " + verdict);

    private static IEnumerable<string> Ports(InterceptOptions options, string verdict) =>
        options.IncludePorts.Count == 0 ? ["meta l4proto tcp " + verdict] : options.IncludePorts.Select(ports => $"tcp dport {ports} {verdict}");

    private static string Destination(Cidr range)
    {
        var family = InterceptOptions.IsV4(range) ? "ip" : "ip6";
        if (InterceptOptions.IsWholeFamily(range))
            return family == "ip" ? "meta nfproto ipv4" : "meta nfproto ipv6";
        return $"{family} daddr {(range.IsSingleAddress ? range.Network.ToString() : range.ToString())}";
    }

    private static void Chain(StringBuilder text, string name, string? hook, IReadOnlyList<string> rules)
    {
        text.Append($"\tchain {name} {{\n");
        if (hook is not null)
            text.Append($"\t\t{hook}; policy accept;\n");
        foreach (var rule in rules)
            text.Append($"\t\t{rule}\n");
        text.Append("\t}\n");
    }
}
