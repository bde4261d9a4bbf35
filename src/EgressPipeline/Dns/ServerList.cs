using System.Collections.Concurrent;
using System.Net;

namespace EgressPipeline.Dns;

/// <summary>
/// The name servers to ask, in the order to ask them: as configured, those that failed a moment ago last. Never one of this
/// process's own listeners, which would ask itself. Safe for concurrent use.
/// </summary>
internal sealed class ServerList(IReadOnlyList<IPEndPoint> configured, SystemResolver system, Func<IPEndPoint, bool> isOwnListener, TimeProvider time)
{
    /// <summary>How long a server that failed is asked last.</summary>
    private static readonly TimeSpan Grudge = TimeSpan.FromSeconds(10);

    /// <summary>More are not asked: an application has given up by then.</summary>
    private const int MaxServers = 4;

    private readonly ConcurrentDictionary<IPEndPoint, long> _failures = new();

    /// <summary>Empty when there is no server.</summary>
    public IPEndPoint[] InOrder()
    {
        var all = configured.Count > 0 ? configured : system.Servers;
        return [.. all.Where(server => !isOwnListener(server)).Take(MaxServers).OrderBy(HasFailed)]; // a stable sort
    }

    public void Failed(IPEndPoint server) => _failures[server] = time.GetTimestamp();

    public void Answered(IPEndPoint server)
    {
        if (!_failures.IsEmpty)
            _failures.TryRemove(server, out _);
    }

    private bool HasFailed(IPEndPoint server) => _failures.TryGetValue(server, out var at) && time.GetElapsedTime(at) < Grudge;
}
