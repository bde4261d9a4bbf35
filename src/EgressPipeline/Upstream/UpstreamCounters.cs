namespace EgressPipeline.Upstream;

/// <summary>Totals over all clusters, for metrics. Safe for concurrent use.</summary>
internal sealed class UpstreamCounters
{
    private long _connections;
    private long _connectFailures;
    private long _tlsFailures;
    private long _overflows;
    private long _idleClosedByPeer;
    private long _poisoned;
    private long _ejections;
    private long _ejectionOverflows;

    /// <summary>Connections established.</summary>
    public long Connections => Interlocked.Read(ref _connections);

    /// <summary>TCP connects that failed or took too long.</summary>
    public long ConnectFailures => Interlocked.Read(ref _connectFailures);

    /// <summary>TLS handshakes that failed: certificate, name, protocol.</summary>
    public long TlsFailures => Interlocked.Read(ref _tlsFailures);

    /// <summary>Requests and connections refused by a cluster's bounds.</summary>
    public long Overflows => Interlocked.Read(ref _overflows);

    /// <summary>Idle connections that the far side closed.</summary>
    public long IdleClosedByPeer => Interlocked.Read(ref _idleClosedByPeer);

    /// <summary>Connections dropped because the far side spoke without being asked.</summary>
    public long Poisoned => Interlocked.Read(ref _poisoned);

    /// <summary>Endpoints that outlier detection took out.</summary>
    public long Ejections => Interlocked.Read(ref _ejections);

    /// <summary>Endpoints that it left in because too many were out already.</summary>
    public long EjectionOverflows => Interlocked.Read(ref _ejectionOverflows);

    public void CountConnection() => Interlocked.Increment(ref _connections);

    public void CountConnectFailure() => Interlocked.Increment(ref _connectFailures);

    public void CountTlsFailure() => Interlocked.Increment(ref _tlsFailures);

    public void CountOverflow() => Interlocked.Increment(ref _overflows);

    public void CountIdleClosedByPeer() => Interlocked.Increment(ref _idleClosedByPeer);

    public void CountPoisoned() => Interlocked.Increment(ref _poisoned);

    public void CountEjection() => Interlocked.Increment(ref _ejections);

    public void CountEjectionOverflow() => Interlocked.Increment(ref _ejectionOverflows);
}
