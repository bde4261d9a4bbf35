using System.Net;

namespace EgressPipeline.Clusters;

/// <summary>
/// What endpoint choice and connecting need to know about one call. Reused for every exchange of a connection and
/// every attempt of a call (<see cref="Reset"/> between calls); not thread-safe.
/// </summary>
internal sealed class PickRequest
{
    /// <summary>Attempts beyond this many are no longer remembered, so they may meet a host again.</summary>
    private const int MaxAttempted = 8;

    private readonly EndpointState?[] _attempted = new EndpointState?[MaxAttempted];
    private int _attemptedCount;
    private TriedPriorities? _priorities;

    /// <summary>The called host, normalised (lower-case, no port): what DYNAMIC_DNS resolves and the default server name of TLS.</summary>
    public string Host { get; set; } = "";

    /// <summary>The called port; used where the cluster has no endpoint port of its own.</summary>
    public int Port { get; set; }

    /// <summary>The address the application dialled, or null (explicit proxy).</summary>
    public IPEndPoint? OriginalDestination { get; set; }

    /// <summary>Who called, or null when that is not known.</summary>
    public IPEndPoint? Source { get; set; }

    /// <summary>What consistent hashing goes by; null = the call has no key, so any endpoint will do.</summary>
    public ulong? Hash { get; set; }

    /// <summary>Value of the cookie that the caller gets with the answer; null = none.</summary>
    public ulong? NewCookie { get; set; }

    /// <summary>A retry looks for an endpoint that was not tried yet.</summary>
    public bool AvoidsTriedHosts { get; set; } = true;

    /// <summary>Retries leave the priorities of endpoints that were tried, see <see cref="TriedPriorities"/>.</summary>
    public bool LeavesTriedPriorities { get; set; }

    /// <summary>Remembers an endpoint that was tried, so that a retry goes elsewhere when it can.</summary>
    public void AddAttempted(EndpointState endpoint)
    {
        if (_attemptedCount < MaxAttempted)
            _attempted[_attemptedCount++] = endpoint;
        if (LeavesTriedPriorities)
            (_priorities ??= new TriedPriorities()).Add(endpoint);
    }

    /// <summary>Those of the endpoints that this try may go to.</summary>
    public EndpointView Narrow(EndpointView view) => LeavesTriedPriorities && HasAttempts ? _priorities!.Narrow(view) : view;

    public bool HasAttempts => _attemptedCount > 0;

    public bool HasAttempted(EndpointState endpoint)
    {
        for (var i = 0; i < _attemptedCount; i++)
            if (ReferenceEquals(_attempted[i], endpoint))
                return true;
        return false;
    }

    /// <summary>Forgets the call, so that the object serves the next one.</summary>
    public void Reset()
    {
        Host = "";
        Port = 0;
        OriginalDestination = null;
        Source = null;
        Hash = NewCookie = null;
        Array.Clear(_attempted, 0, _attemptedCount);
        _attemptedCount = 0;
        AvoidsTriedHosts = true;
        LeavesTriedPriorities = false;
        _priorities?.Reset();
    }
}
