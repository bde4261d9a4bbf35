using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Matching;

/// <summary>One alternative of a tcp rule. Immutable.</summary>
public sealed class TcpMatch
{
    /// <summary>Ranges of the dialled address; empty = any.</summary>
    public CidrSet DestinationSubnets { get; init; } = CidrSet.Empty;

    /// <summary>The called port; 0 = any.</summary>
    public int Port { get; init; }
    public SourceRef Source { get; init; }

    public bool IsMatch(int port, IpValue destination) =>
        (Port == 0 || Port == port) && (DestinationSubnets.Count == 0 || DestinationSubnets.Contains(destination));
}
