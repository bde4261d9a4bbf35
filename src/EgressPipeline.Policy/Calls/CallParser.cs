using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Calls;

/// <summary>Reads a call in words into the bytes that the data plane would see on the wire.</summary>
internal sealed class CallParser(CallWords words)
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;
    private const string TokenOutside = "a token is seen of HTTP requests only";

    private string? _problem;
    private IpValue _destination;
    private int _destinationPort;

    private bool HasToken => words.Claims.Count > 0 || words.RequestPrincipal is not null;

    public CallDescription? Parse(out string? problem)
    {
        if (words.RequestPrincipal is { } principal && !TokenWords.IsPrincipal(principal))
            Fail("'" + principal + "' is no request principal; write issuer/subject");
        var call = ReadDestination() ? ParseTarget() : null;
        problem = _problem;
        return problem is null ? call : null;
    }

    private CallDescription? ParseTarget()
    {
        if (words.Url is { } url)
            return ParseUrl(url);
        if (words.Headers.Length > 0 && words.Connect is null)
            return Fail("headers are seen of HTTP requests only");
        if (HasToken && words.Connect is null)
            return Fail(TokenOutside);
        if (words.Connect is { } authority)
            return ParseConnect(authority);
        if (words.ServerName is { } name)
            return Tls(name, "TLS to " + name);
        return words.Address is { } address ? ParseAddress(address) : Fail("it names no target; write for example GET http://api.example.com/v1/items");
    }

    private CallDescription? ParseUrl(string url)
    {
        if (!TrySplit(url, out var scheme, out var authority, out var path, out var query))
            return Fail("'" + url + "' is no http or https URL; write for example GET http://api.example.com/v1/items");
        var method = words.Method.ToUpperInvariant();
        if (!IsToken(method))
            return Fail("'" + words.Method + "' is no method");
        if (scheme == "https" && HasToken)
            return Fail(TokenOutside);
        if (scheme == "https")
            return Tls(authority, method + " " + url + " (encrypted: only the server name is seen)");
        if (ReadHost(authority, out var port) is not { } host)
            return null;
        var raw = AsciiText.Bytes(path);
        if (!Array.TrueForAll(raw, IsVisible) || !AllVisible(query) || !PathNormalizer.IsAcceptable(raw))
            return Fail("the path of '" + url + "' holds what must be percent-encoded, or a broken percent-encoding");
        if (ReadHeaders(authority) is not { } headers)
            return null;
        return new CallDescription(method + " " + url, CallKind.Http, authority)
        {
            Host = host,
            Port = _destinationPort != 0 ? _destinationPort : port == 0 ? HttpPort : port,
            Method = AsciiText.Bytes(method),
            Path = PathNormalizer.Normalize(raw, new byte[raw.Length + 1]).ToArray(),
            Query = AsciiText.Bytes(query),
            Scheme = AsciiText.Bytes(scheme),
            Headers = headers,
            Claims = TokenWords.Claims(words),
            // A host that is an address was dialled as it stands.
            Destination = _destination.IsNone && IpLiteral.TryParse(host, out var literal) ? literal : _destination,
        };
    }

    private CallDescription? ParseConnect(string authority)
    {
        if (!_destination.IsNone)
            return Fail("a CONNECT comes to the explicit proxy, which knows no original destination");
        if (ReadHost(authority, out var port) is not { } host)
            return null;
        if (port == 0)
            return Fail("CONNECT needs a port; write for example CONNECT api.example.com:443");
        if (ReadHeaders(authority) is not { } headers)
            return null;
        return new CallDescription("CONNECT " + authority, CallKind.Connect, authority) { Host = host, Port = port, Method = AsciiText.Bytes("CONNECT"), Headers = headers, Claims = TokenWords.Claims(words) };
    }

    private CallDescription? Tls(string name, string title) =>
        ReadHost(name, out var port) is { } host
            ? new CallDescription(title, CallKind.Tls, name)
            {
                Host = host,
                Port = _destinationPort != 0 ? _destinationPort : port == 0 ? HttpsPort : port,
                Destination = _destination,
            }
            : null;

    private CallDescription? ParseAddress(string text)
    {
        if (!_destination.IsNone)
            return Fail("the address of a TCP call is its original destination already");
        if (!TryReadAddress(text, out var address, out var port) || port == 0)
            return Fail("'" + text + "' is no IP:PORT; write for example 10.1.2.3:5432 or [2001:db8::1]:5432");
        return new CallDescription("TCP to " + text, CallKind.Tcp, "") { Port = port, Destination = address };
    }

    private bool ReadDestination()
    {
        if (words.Destination is not { } text || TryReadAddress(text, out _destination, out _destinationPort))
            return true;
        Fail("the original destination '" + text + "' is no IP or IP:PORT");
        return false;
    }

    private CallHeaders? ReadHeaders(string authority)
    {
        var headers = new CallHeaders();
        foreach (var header in words.Headers)
        {
            if (!IsToken(header.Key))
            {
                Fail("'" + header.Key + "' is no header name");
                return null;
            }
            headers.Add(header.Key, header.Value);
        }
        if (!headers.Contains("host"))
            headers.Add("host", authority);
        return headers;
    }

    private byte[]? ReadHost(string authority, out int port)
    {
        var normal = new byte[HostName.MaxLength];
        if (HostName.TryNormalize(AsciiText.Bytes(authority), normal, out var length, out port))
            return normal.AsSpan(0, length).ToArray();
        Fail("'" + authority + "' is no host name");
        return null;
    }

    private CallDescription? Fail(string problem)
    {
        _problem ??= problem;
        return null;
    }

    // Not by System.Uri, which rewrites paths: what the application sends is what must be judged.
    private static bool TrySplit(string url, out string scheme, out string authority, out string path, out string query)
    {
        (scheme, authority, path, query) = ("", "", "/", "");
        var colon = url.IndexOf("://", StringComparison.Ordinal);
        if (colon < 0 || url.IndexOf('#') >= 0)
            return false;
        scheme = url.Substring(0, colon).ToLowerInvariant();
        var rest = url.Substring(colon + 3);
        var question = rest.IndexOf('?');
        if (question >= 0)
        {
            query = rest.Substring(question + 1);
            rest = rest.Substring(0, question);
        }
        var slash = rest.IndexOf('/');
        authority = slash < 0 ? rest : rest.Substring(0, slash);
        if (slash >= 0)
            path = rest.Substring(slash);
        return scheme is "http" or "https";
    }

    private static bool TryReadAddress(string text, out IpValue address, out int port)
    {
        // IPv6 without a port may stand without brackets.
        port = 0;
        if (IpValue.TryParse(text, out address))
            return true;
        var normal = new byte[HostName.MaxLength];
        return HostName.TryNormalize(AsciiText.Bytes(text), normal, out var length, out port) && IpLiteral.TryParse(normal.AsSpan(0, length), out address);
    }

    private static bool IsToken(string text)
    {
        foreach (var c in text)
            if (!(c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' || "!#$%&'*+-.^_`|~".IndexOf(c) >= 0))
                return false;
        return text.Length > 0;
    }

    private static bool AllVisible(string text)
    {
        foreach (var c in text)
            if (c is <= ' ' or >= (char)0x7F)
                return false;
        return true;
    }

    private static bool IsVisible(byte c) => c is > (byte)' ' and < 0x7F;
}
