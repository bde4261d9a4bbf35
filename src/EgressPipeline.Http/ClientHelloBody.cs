using System.Text;

namespace EgressPipeline.Http;

/// <summary>The ClientHello message behind its handshake header (RFC 8446 §4.1.2; the same layout since TLS 1.0).</summary>
internal static class ClientHelloBody
{
    private const int VersionAndRandom = 2 + 32;
    private const int MaxSessionId = 32;
    private const int MaxExtensions = 128;
    private const int MaxProtocols = 64;

    private const int ServerName = 0;
    private const int ApplicationLayerProtocols = 16;
    private const int EncryptedClientHello = 0xFE0D;

    /// <summary>Parses a message.</summary>
    /// <param name="payload">The message and what is behind it in its last record.</param>
    /// <param name="length">
    /// The message's length as its header has it. Extensions may run beyond it within the record: clients that count
    /// wrongly exist, the name they send is the one to judge by, and the server will refuse what it does not like.
    /// Less than the message is malformed.
    /// </param>
    /// <param name="hello">What was found.</param>
    public static ClientHelloStatus TryParse(ReadOnlySpan<byte> payload, int length, out ClientHello hello)
    {
        hello = ClientHello.Empty;
        var reader = new TlsReader(payload);
        if (!reader.TryTake(VersionAndRandom, out var fixedPart) || fixedPart[0] != 3
            || !reader.TryTakeVector8(out var sessionId) || sessionId.Length > MaxSessionId
            || !reader.TryTakeVector16(out var suites) || suites.Length < 2 || suites.Length % 2 != 0
            || !reader.TryTakeVector8(out var compression) || compression.IsEmpty)
            return ClientHelloStatus.Malformed;
        if (payload.Length - reader.Remaining == length)
            return ClientHelloStatus.Done; // before TLS 1.2 extensions were optional
        if (!reader.TryTakeVector16(out var extensions) || payload.Length - reader.Remaining < length)
            return ClientHelloStatus.Malformed;
        return TryParseExtensions(extensions, out hello) ? ClientHelloStatus.Done : ClientHelloStatus.Malformed;
    }

    private static bool TryParseExtensions(ReadOnlySpan<byte> extensions, out ClientHello hello)
    {
        hello = ClientHello.Empty;
        var sni = "";
        var hasEch = false;
        string[] alpn = [];
        Span<ushort> seen = stackalloc ushort[MaxExtensions];
        var count = 0;
        var reader = new TlsReader(extensions);
        while (!reader.IsEmpty)
        {
            if (!reader.TryTakeUInt16(out var type) || !reader.TryTakeVector16(out var data))
                return false;
            if (count == MaxExtensions || seen[..count].Contains(type))
                return false; // RFC 8446 §4.2: one of a type; two server names would let two readers disagree
            seen[count++] = type;

            var isValid = type switch
            {
                ServerName => TryParseServerName(data, out sni),
                ApplicationLayerProtocols => TryParseProtocols(data, out alpn),
                _ => true,
            };
            if (!isValid)
                return false;
            hasEch |= type == EncryptedClientHello;
        }
        hello = new ClientHello(sni, hasEch, alpn);
        return true;
    }

    // RFC 6066 §3: a list with exactly one host_name, the only type there is.
    private static bool TryParseServerName(ReadOnlySpan<byte> data, out string name)
    {
        name = "";
        var reader = new TlsReader(data);
        if (!reader.TryTakeVector16(out var list) || !reader.IsEmpty)
            return false;
        var entries = new TlsReader(list);
        if (!entries.TryTake(1, out var type) || type[0] != 0 || !entries.TryTakeVector16(out var host) || !entries.IsEmpty)
            return false;
        return ServerNameSyntax.TryRead(host, out name);
    }

    // RFC 7301 §3.1.
    private static bool TryParseProtocols(ReadOnlySpan<byte> data, out string[] protocols)
    {
        protocols = [];
        var reader = new TlsReader(data);
        if (!reader.TryTakeVector16(out var list) || !reader.IsEmpty || list.IsEmpty)
            return false;
        var names = new List<string>();
        var entries = new TlsReader(list);
        while (!entries.IsEmpty)
        {
            if (names.Count == MaxProtocols || !entries.TryTakeVector8(out var name) || name.IsEmpty)
                return false;
            names.Add(Encoding.Latin1.GetString(name));
        }
        protocols = [.. names];
        return true;
    }
}
