using System.Net;
using System.Text;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Host.Explaining;

/// <summary>A call that somebody asks about, in the bytes that the engine judges.</summary>
internal sealed class ExplainedCall
{
    private byte[] _host = [];
    private byte[] _method = [];
    private byte[] _path = [];
    private byte[] _query = [];
    private byte[] _scheme = [];

    /// <summary>The call as its author wrote it.</summary>
    public required string Title { get; init; }

    public required CallKind Kind { get; init; }

    public int Port { get; private init; }

    public HeaderList Headers { get; private init; } = new(new Dictionary<string, string>());

    public IpValue DestinationIp { get; private init; }

    /// <summary>An HTTP request. An https URL is what the sidecar sees of it: a TLS connection with a server name.</summary>
    /// <returns>The call, or null with the problem in one line.</returns>
    public static ExplainedCall? Http(string method, string url, IReadOnlyList<string> headers, out string? problem)
    {
        problem = null;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            problem = $"'{url}' is no http or https URL; write for example GET http://api.example.com/v1/items";
            return null;
        }
        if (uri.Scheme == "https")
            return Tls($"{uri.Host}:{uri.Port}", out problem, $"{method} {url} (encrypted: only the server name is seen)");
        if (!HeaderList.TryParse(headers, out var list, out problem) || Normalized(uri.Authority, out _, out problem) is not { } host)
            return null;
        return new ExplainedCall
        {
            Title = $"{method.ToUpperInvariant()} {url}",
            Kind = CallKind.Http,
            Port = uri.Port,
            Headers = list,
            _host = host,
            _method = Encoding.ASCII.GetBytes(method.ToUpperInvariant()),
            _path = NormalizedPath(uri.AbsolutePath),
            _query = Encoding.ASCII.GetBytes(uri.Query.TrimStart('?')),
            _scheme = "http"u8.ToArray(),
            DestinationIp = IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) ? IpValue.From(ip) : IpValue.None,
        };
    }

    /// <summary>A TLS connection that passes through; 443 unless a port is named.</summary>
    public static ExplainedCall? Tls(string serverName, out string? problem, string? title = null) =>
        Normalized(serverName, out var port, out problem) is { } host
            ? new ExplainedCall { Title = title ?? $"TLS to {serverName}", Kind = CallKind.Tls, Port = port == 0 ? 443 : port, _host = host }
            : null;

    /// <summary>An opaque TCP connection to an address.</summary>
    public static ExplainedCall? Tcp(string address, out string? problem)
    {
        problem = null;
        if (IPEndPoint.TryParse(address, out var endpoint) && endpoint.Port > 0)
            return new ExplainedCall { Title = $"TCP to {endpoint}", Kind = CallKind.Tcp, Port = endpoint.Port, DestinationIp = IpValue.From(endpoint.Address) };
        problem = $"'{address}' is no IP:PORT; write for example 10.1.2.3:5432 or [2001:db8::1]:5432";
        return null;
    }

    /// <summary>The facts as the data plane would gather them. The view lives as long as this call.</summary>
    public CallFacts Facts(CallerIdentity caller, IpValue source) => new()
    {
        Kind = Kind,
        Host = _host,
        Port = Port,
        Method = _method,
        Path = _path,
        Query = _query,
        Scheme = _scheme,
        Headers = Headers,
        Sni = Kind == CallKind.Tls ? _host : default,
        Caller = caller,
        SourceIp = source,
        DestinationIp = DestinationIp,
    };

    private static byte[]? Normalized(string authority, out int port, out string? problem)
    {
        var normal = new byte[HostName.MaxLength];
        var valid = HostName.TryNormalize(Encoding.UTF8.GetBytes(authority), normal, out var length, out port);
        problem = valid ? null : $"'{authority}' is no host name";
        return valid ? normal[..length] : null;
    }

    private static byte[] NormalizedPath(string path)
    {
        var raw = Encoding.ASCII.GetBytes(path);
        return PathNormalizer.Normalize(raw, new byte[raw.Length + 1]).ToArray();
    }
}
