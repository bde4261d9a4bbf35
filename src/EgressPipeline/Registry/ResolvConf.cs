using System.Net;

namespace EgressPipeline.Registry;

/// <summary>What <c>resolv.conf</c> says, as far as it is used. Immutable.</summary>
/// <param name="Servers">The name servers in order, on port 53.</param>
/// <param name="Search">The domains that resolvers append to names, in order.</param>
internal sealed record ResolvConf(IReadOnlyList<IPEndPoint> Servers, IReadOnlyList<string> Search)
{
    private const int DnsPort = 53;

    /// <summary>Reads a file; one that cannot be read says nothing.</summary>
    public static ResolvConf Read(string path)
    {
        try
        {
            return Parse(File.ReadLines(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new ResolvConf([], []);
        }
    }

    /// <summary>Reads lines; unknown ones are ignored. Of several <c>search</c> or <c>domain</c> lines the last counts, as in resolv.conf(5).</summary>
    public static ResolvConf Parse(IEnumerable<string> lines)
    {
        var servers = new List<IPEndPoint>();
        string[] search = [];
        foreach (var line in lines)
        {
            var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields is ["nameserver", var text, ..] && IPAddress.TryParse(text, out var address))
                servers.Add(new IPEndPoint(address, DnsPort));
            else if (fields is ["search" or "domain", .. var domains])
                search = domains;
        }
        return new ResolvConf(servers, search);
    }
}
