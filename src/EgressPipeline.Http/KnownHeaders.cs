using System.Runtime.InteropServices;

namespace EgressPipeline.Http;

/// <summary>Recognition of <see cref="KnownHeader"/> from a name, and the way back.</summary>
public static class KnownHeaders
{
    private const byte CaseBit = 0x20;
    private const ulong CaseBits = 0x2020202020202020;

    // In the order of the enum. To add a header: one line there, one here.
    private static readonly byte[][] Names =
    [
        [],
        [.. "Host"u8], [.. "Connection"u8], [.. "Content-Length"u8], [.. "Transfer-Encoding"u8], [.. "Keep-Alive"u8],
        [.. "TE"u8], [.. "Trailer"u8], [.. "Upgrade"u8], [.. "Expect"u8], [.. "Proxy-Connection"u8],
        [.. "Proxy-Authenticate"u8], [.. "Proxy-Authorization"u8], [.. "Proxy-Authentication-Info"u8], [.. "Via"u8],
        [.. "Forwarded"u8], [.. "X-Forwarded-For"u8], [.. "X-Forwarded-Proto"u8], [.. "X-Forwarded-Host"u8],
        [.. "X-Request-Id"u8], [.. "traceparent"u8], [.. "tracestate"u8], [.. "baggage"u8], [.. "b3"u8],
        [.. "X-B3-TraceId"u8], [.. "X-B3-SpanId"u8], [.. "X-B3-ParentSpanId"u8], [.. "X-B3-Sampled"u8],
        [.. "X-B3-Flags"u8], [.. "User-Agent"u8], [.. "Accept"u8], [.. "Accept-Encoding"u8], [.. "Accept-Language"u8],
        [.. "Authorization"u8], [.. "Cookie"u8], [.. "Set-Cookie"u8], [.. "Content-Type"u8], [.. "Content-Encoding"u8],
        [.. "Content-Range"u8], [.. "Cache-Control"u8], [.. "Date"u8], [.. "Server"u8], [.. "Location"u8],
        [.. "Retry-After"u8], [.. "WWW-Authenticate"u8], [.. "ETag"u8], [.. "Last-Modified"u8], [.. "Vary"u8],
        [.. "Range"u8], [.. "Origin"u8], [.. "Referer"u8], [.. "Max-Forwards"u8], [.. "Idempotency-Key"u8],
        [.. "grpc-status"u8], [.. "grpc-timeout"u8], [.. "Sec-WebSocket-Key"u8], [.. "Sec-WebSocket-Accept"u8],
        [.. "x-egress-decision"u8], [.. "x-envoy-overloaded"u8], [.. "x-envoy-attempt-count"u8],
        [.. "x-envoy-upstream-service-time"u8],
    ];

    // Chained hash over length, first and last letter: most lookups compare one name, the rest two or none.
    private static readonly byte[][] Folded = [.. Names.Select(static name => (byte[])[.. name.Select(static b => (byte)(b | CaseBit))])];
    private static readonly byte[] First = new byte[256];
    private static readonly byte[] Next = new byte[64];

    static KnownHeaders()
    {
        for (var id = Names.Length - 1; id > 0; id--)
        {
            var slot = Slot(Names[id]);
            Next[id] = First[slot];
            First[slot] = (byte)id;
        }
    }

    /// <summary>The header of this name in any case, or <see cref="KnownHeader.Other"/>.</summary>
    public static KnownHeader Find(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
            return KnownHeader.Other;
        int id = First[Slot(name)];
        while (id != 0 && !IsSame(name, Folded[id]))
            id = Next[id];
        return (KnownHeader)id;
    }

    /// <summary>The customary spelling of a known header's name.</summary>
    public static ReadOnlySpan<byte> Name(KnownHeader header) => Names[(int)header];

    // Word by word, the last one overlapping: this runs for every header line. Setting the case bit also folds control
    // bytes onto digits and the hyphen, but no control byte gets into a name.
    private static bool IsSame(ReadOnlySpan<byte> name, ReadOnlySpan<byte> folded)
    {
        if (name.Length != folded.Length)
            return false;
        if (name.Length < sizeof(ulong))
            return IsSameShort(name, folded);
        for (var at = 0; at < name.Length - sizeof(ulong); at += sizeof(ulong))
        {
            if (Word(name, at) != MemoryMarshal.Read<ulong>(folded[at..]))
                return false;
        }
        return Word(name, name.Length - sizeof(ulong)) == MemoryMarshal.Read<ulong>(folded[^sizeof(ulong)..]);
    }

    private static ulong Word(ReadOnlySpan<byte> name, int at) => MemoryMarshal.Read<ulong>(name[at..]) | CaseBits;

    private static bool IsSameShort(ReadOnlySpan<byte> name, ReadOnlySpan<byte> folded)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if ((name[i] | CaseBit) != folded[i])
                return false;
        }
        return true;
    }

    private static int Slot(ReadOnlySpan<byte> name) =>
        (byte)((name.Length * 17) ^ (name[0] | CaseBit) ^ ((name[^1] | CaseBit) * 89));
}
