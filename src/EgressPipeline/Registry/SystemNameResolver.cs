using System.Net;
using System.Net.Sockets;

namespace EgressPipeline.Registry;

/// <summary>
/// Finds names the way the system would: <c>localhost</c> is this machine, the hosts file goes before the name servers.
/// </summary>
internal sealed class SystemNameResolver(HostsFile hosts, INameResolver servers) : INameResolver
{
    private static readonly TimeSpan HostsTtl = TimeSpan.FromSeconds(5);

    public ValueTask<NameAnswer> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        if (hosts.Find(name) is { } listed)
            return ValueTask.FromResult(NameAnswer.Found(V4First(listed), HostsTtl));
        // RFC 6761 §6.3: never asked of a name server. Only the IPv4 form, as a server on ::1 alone is rare and half
        // of the calls would fail where there is none.
        if (name is "localhost" || name.EndsWith(".localhost", StringComparison.Ordinal))
            return ValueTask.FromResult(NameAnswer.Found([IPAddress.Loopback], HostsTtl));
        return servers.ResolveAsync(name, cancellationToken);
    }

    private static IPAddress[] V4First(IPAddress[] listed)
    {
        // Debian's file gives localhost as both 127.0.0.1 and ::1: the first family wins for the same reason as above.
        var v4 = Array.FindAll(listed, static address => address.AddressFamily == AddressFamily.InterNetwork);
        return v4.Length > 0 ? v4 : listed;
    }
}
