using System.Net;
using DnsClient;

namespace EgressPipeline.Registry;

/// <summary>
/// The DNS servers to ask: the configured ones, or the system's, looked up again when <c>resolv.conf</c> changes. No
/// public server is ever asked unless configured. Safe for concurrent use.
/// </summary>
internal sealed class NameServers(IReadOnlyList<IPEndPoint> configured, string resolvConf)
{
    private sealed record Choice(DateTime Written, LookupClient? Client);

    private volatile Choice? _choice;

    /// <summary>A client for the servers in force, or null when there is none.</summary>
    public LookupClient? Client(TimeSpan timeout)
    {
        var written = configured.Count > 0 ? default : File.GetLastWriteTimeUtc(resolvConf);
        var choice = _choice;
        if (choice is null || choice.Written != written)
            _choice = choice = new Choice(written, Create(timeout));
        return choice.Client;
    }

    private LookupClient? Create(TimeSpan timeout)
    {
        IPEndPoint[] servers = [.. configured.Count > 0 ? configured : ResolvConf.Read(resolvConf).Servers];
        if (servers.Length == 0)
            return null;
        return new LookupClient(new LookupClientOptions(servers)
        {
            UseCache = false, // TTLs and refreshes are ours
            Timeout = timeout,
            Retries = 1,
            ThrowDnsErrors = false,
            ContinueOnDnsError = true,
            UseTcpFallback = true,
        });
    }
}
