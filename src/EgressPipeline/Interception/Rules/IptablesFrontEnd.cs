namespace EgressPipeline.Interception.Rules;

/// <summary>Which iptables programs are used; the two kinds keep their rules in different places of the kernel.</summary>
internal enum IptablesFrontEnd
{
    /// <summary>Whatever the name <c>iptables-restore</c> stands for on this system.</summary>
    Default,

    /// <summary><c>iptables-nft-restore</c>.</summary>
    Nft,

    /// <summary><c>iptables-legacy-restore</c>.</summary>
    Legacy,
}
