using EgressPipeline.Clusters;

namespace EgressPipeline.Upstream;

/// <summary>
/// The idle connections of one endpoint, the most recently used given out first so that the others can age out. Every
/// idle connection is watched: one that the far side closes leaves by itself. Safe for concurrent use; the lock covers
/// list operations only.
/// </summary>
internal sealed class EndpointPool(ClusterState cluster)
{
    private readonly Lock _gate = new();
    private readonly List<UpstreamConnection> _idle = [];
    private bool _draining;
    private bool _isSwept;

    /// <summary>Idle connections now.</summary>
    public int IdleCount
    {
        get
        {
            lock (_gate)
                return _idle.Count;
        }
    }

    /// <summary>An idle connection that still works, or null.</summary>
    /// <param name="serverName">Only connections secured for this name; empty without TLS.</param>
    public UpstreamConnection? TryLease(string serverName)
    {
        while (TakeNewest(serverName) is { } connection)
        {
            if (connection.TryWake())
                return connection;
            connection.Close();
        }
        return null;
    }

    /// <summary>Takes a connection back whose exchange is complete, or closes it when it must not be used again.</summary>
    public void Return(UpstreamConnection connection)
    {
        connection.StartIdle();
        var startSweep = false;
        lock (_gate)
        {
            // Decided under the lock: a close noticed later finds the connection in the list.
            if (!_draining && connection.IsReusable)
            {
                _idle.Add(connection);
                startSweep = !_isSwept;
                _isSwept = true;
                connection = null!;
            }
        }
        connection?.Close();
        if (startSweep)
            cluster.Services.IdleSweep.Watch(this);
    }

    /// <summary>The far side closed the connection: if it is idle, it goes.</summary>
    public void Discard(UpstreamConnection connection)
    {
        bool wasIdle;
        lock (_gate)
            wasIdle = _idle.Remove(connection);
        if (!wasIdle)
            return;
        cluster.Services.Counters.CountIdleClosedByPeer();
        connection.Close();
    }

    /// <summary>Closes the connection that was idle longest. False when there is none.</summary>
    public bool TryCloseOldest()
    {
        UpstreamConnection oldest;
        lock (_gate)
        {
            if (_idle.Count == 0)
                return false;
            oldest = _idle[0];
            _idle.RemoveAt(0);
        }
        oldest.Close();
        return true;
    }

    /// <summary>Closes what was idle too long or was spoken to. False when nothing idle is left to look after.</summary>
    public bool CloseExpired()
    {
        List<UpstreamConnection>? expired = null;
        bool any;
        lock (_gate)
        {
            for (var i = _idle.Count - 1; i >= 0; i--)
            {
                if (!_idle[i].IsExpired)
                    continue;
                (expired ??= []).Add(_idle[i]);
                _idle.RemoveAt(i);
            }
            any = _isSwept = _idle.Count > 0;
        }
        expired?.ForEach(static connection => connection.Close());
        return any;
    }

    /// <summary>Closes idle connections now and those in use when they come back.</summary>
    public void Drain()
    {
        UpstreamConnection[] idle;
        lock (_gate)
        {
            _draining = true;
            idle = [.. _idle];
            _idle.Clear();
        }
        Array.ForEach(idle, static connection => connection.Close());
    }

    /// <summary>The address is listed again.</summary>
    public void Resume()
    {
        lock (_gate)
            _draining = false;
    }

    private UpstreamConnection? TakeNewest(string serverName)
    {
        lock (_gate)
        {
            for (var i = _idle.Count - 1; i >= 0; i--)
            {
                var connection = _idle[i];
                if (!string.Equals(connection.ServerName, serverName, StringComparison.Ordinal))
                    continue;
                _idle.RemoveAt(i);
                return connection;
            }
            return null;
        }
    }
}
