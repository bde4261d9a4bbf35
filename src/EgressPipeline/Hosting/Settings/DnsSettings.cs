using System.Net;
using EgressPipeline.Dns.Messages;

namespace EgressPipeline.Hosting.Settings;

/// <summary>The settings of the DNS proxy that have a form of their own.</summary>
internal static class DnsSettings
{
    private const int DnsPort = 53;

    public static SidecarOptions Servers(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
    {
        problem = null;
        if (values is ["resolv.conf"])
            return options;
        var servers = new List<IPEndPoint>();
        foreach (var value in values)
        {
            if (!TryServer(value, out var server))
            {
                problem = $"'{value}' is no name server; write an IP address, IP:PORT or [IPv6]:PORT";
                return options;
            }
            servers.Add(server);
        }
        return options with { Dns = options.Dns with { Servers = servers } };
    }

    public static SidecarOptions Internal(SidecarOptions options, IReadOnlyList<string> values, out string? problem)
    {
        problem = null;
        if (values is ["none"])
            return options;
        var suffixes = new List<byte[]>();
        foreach (var value in values)
        {
            if (DnsName.FromHost(value.StartsWith("*.", StringComparison.Ordinal) ? value[2..] : value) is not { } suffix)
            {
                problem = $"'{value}' is no domain; write for example cluster.local";
                return options;
            }
            suffixes.Add(suffix);
        }
        return options with { Dns = options.Dns with { Internal = suffixes } };
    }

    private static bool TryServer(string text, out IPEndPoint server)
    {
        // IPEndPoint also reads "53" and "127.1".
        server = IPEndPoint.TryParse(text, out var parsed) && (text.Contains(':') || text.Count(c => c == '.') == 3) ? parsed : new IPEndPoint(IPAddress.None, 0);
        if (server.Port == 0)
            server.Port = DnsPort;
        return !server.Address.Equals(IPAddress.None);
    }
}
