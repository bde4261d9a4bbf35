using System.Buffers;

namespace EgressPipeline;

/// <summary>What a filter may write into a head. Names are compared in lower case.</summary>
public static class HeaderRules
{
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    // RFC 9110 §5.5: controls but the tab. What a filter writes is held to more than what peers send.
    private static readonly SearchValues<byte> Controls = SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    /// <summary>True for a name that is a token and no framing field, with a value without control bytes.</summary>
    /// <param name="name">Name in lower case.</param>
    /// <param name="value">Value.</param>
    public static bool IsAllowed(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => IsToken(name) && !IsFraming(name) && !value.ContainsAny(Controls);

    /// <summary>Framing and hop-by-hop fields belong to the connection (RFC 9110 §7.6.1), never to a filter; neither does Host.</summary>
    /// <param name="name">Name in lower case.</param>
    public static bool IsFraming(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("content-length"u8) || name.SequenceEqual("transfer-encoding"u8) || name.SequenceEqual("connection"u8) ||
        name.SequenceEqual("host"u8) || name.SequenceEqual("upgrade"u8) || name.SequenceEqual("keep-alive"u8) ||
        name.SequenceEqual("te"u8) || name.SequenceEqual("trailer"u8) || name.SequenceEqual("proxy-connection"u8);

    /// <summary>True for an RFC 9110 token.</summary>
    /// <param name="name">Any bytes.</param>
    public static bool IsToken(ReadOnlySpan<byte> name) => name.Length > 0 && !name.ContainsAnyExcept(TokenBytes);
}
