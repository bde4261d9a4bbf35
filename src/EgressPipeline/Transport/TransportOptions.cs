using System.Net;
using System.Net.Sockets;

namespace EgressPipeline.Transport;

/// <summary>How the listeners of this process accept.</summary>
internal sealed record TransportOptions
{
    /// <summary>Connections the kernel may hold ready before they are accepted.</summary>
    public int Backlog { get; init; } = 4096;

    public TransportLimits Limits { get; init; } = TransportLimits.Default;

    /// <summary>Which listeners accept connections to any address that the network hands over (TPROXY). Needs CAP_NET_ADMIN.</summary>
    public Func<EndPoint, bool> IsTransparent { get; init; } = static _ => false;

    /// <summary>Called for every accept that failed and will be tried again (descriptors used up, peer gone). Must not throw.</summary>
    public Action<SocketError>? AcceptFailed { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
