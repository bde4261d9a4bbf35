using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Matching;

/// <summary>One alternative of a tls rule. Immutable.</summary>
public sealed class TlsMatch
{
    /// <summary>Exact names and <c>*.suffix</c> patterns; one must match the SNI.</summary>
    public required ByteMatch[] SniHosts { get; init; }

    /// <summary>Ranges of the dialled address; empty = any.</summary>
    public CidrSet DestinationSubnets { get; init; } = CidrSet.Empty;

    /// <summary>The called port; 0 = any.</summary>
    public int Port { get; init; }
    public SourceRef Source { get; init; }

    /// <summary>True when the rule speaks about this port at all, whatever the name.</summary>
    public bool AppliesTo(int port) => Port == 0 || Port == port;

    public bool IsMatch(ReadOnlySpan<byte> sni, int port, IpValue destination)
    {
        if (!AppliesTo(port) || (DestinationSubnets.Count > 0 && !DestinationSubnets.Contains(destination)))
            return false;
        foreach (var host in SniHosts)
            // A suffix is ".example.com" or "" (for "*"): something must stand before it.
            if (host.IsMatch(sni) && (host.Kind == ByteMatchKind.Exact || sni.Length > host.Value.Length))
                return true;
        return false;
    }
}
