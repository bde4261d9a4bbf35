namespace EgressPipeline.Interception.Rules;

/// <summary>
/// What the rules are called in the kernel. By these names they are found again, so that taking them back takes nothing
/// else: they must not be used for anything by anybody else.
/// </summary>
internal static class RuleNames
{
    /// <summary>The nftables table, family inet.</summary>
    public const string Table = "egress_pipeline";

    /// <summary>The iptables chains.</summary>
    public const string OutputChain = "EGRESS_OUTPUT";
    public const string RedirectChain = "EGRESS_REDIRECT";
    public const string QuicChain = "EGRESS_QUIC";

    /// <summary>Firewall mark, routing table and rule priority of TPROXY.</summary>
    public const int Mark = 0x15001;
    public const int RoutingTable = 15001;
    public const int RulePriority = 15001;
}
