using System.Runtime.InteropServices;

namespace EgressPipeline.Http.Http2;

/// <summary>Chooses what an encoder remembers, and hashes what it looks for.</summary>
internal static class HpackChoice
{
    private const uint Multiplier = 0x9E3779B1;

    /// <summary>The choice for a field.</summary>
    /// <param name="name">In lower case.</param>
    /// <param name="value">Its value.</param>
    /// <param name="capacity">Bytes of the table: what would take a quarter of it is not kept.</param>
    public static HpackIndexing Of(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int capacity)
    {
        if (IsSecret(name))
            return HpackIndexing.Never;
        return (name.Length + value.Length + 32) * 4 > capacity || IsUnique(name) ? HpackIndexing.Without : HpackIndexing.Keep;
    }

    /// <summary>A hash that is never 0.</summary>
    public static uint Hash(ReadOnlySpan<byte> text, uint seed)
    {
        var hash = seed ^ ((uint)text.Length * Multiplier);
        for (; text.Length >= sizeof(uint); text = text[sizeof(uint)..])
            hash = (uint.RotateLeft(hash, 5) ^ MemoryMarshal.Read<uint>(text)) * Multiplier;
        foreach (var value in text)
            hash = (uint.RotateLeft(hash, 5) ^ value) * Multiplier;
        return hash == 0 ? 1 : hash;
    }

    private static bool IsSecret(ReadOnlySpan<byte> name) => name.Length switch
    {
        6 => name.SequenceEqual("cookie"u8),
        10 => name.SequenceEqual("set-cookie"u8),
        13 => name.SequenceEqual("authorization"u8),
        19 => name.SequenceEqual("proxy-authorization"u8),
        _ => false,
    };

    private static bool IsUnique(ReadOnlySpan<byte> name) => name.Length switch
    {
        3 => name.SequenceEqual("age"u8),
        4 => name.SequenceEqual("etag"u8),
        5 => name.SequenceEqual(":path"u8),
        8 => name.SequenceEqual("location"u8),
        10 => name.SequenceEqual("tracestate"u8),
        11 => name.SequenceEqual("traceparent"u8),
        12 => name.SequenceEqual("x-request-id"u8),
        14 => name.SequenceEqual("content-length"u8),
        17 => name.SequenceEqual("if-modified-since"u8) || name.SequenceEqual("x-egress-decision"u8),
        29 => name.SequenceEqual("x-envoy-upstream-service-time"u8),
        _ => false,
    };
}
