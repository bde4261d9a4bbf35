namespace EgressPipeline.Http.Http2;

/// <summary>What a field must be like to be passed on in HTTP/1.1 (RFC 9113 §8.2, §10.3).</summary>
public static class FieldSyntax
{
    /// <summary>Judges one field by itself.</summary>
    public static Http2Violation Check(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var token = !name.IsEmpty && name[0] == ':' ? name[1..] : name;
        if (!ByteSets.IsToken(token) || token.ContainsAnyInRange((byte)'A', (byte)'Z'))
            return Http2Violation.BadFieldName;
        if (value.ContainsAny(ByteSets.Controls) || (!value.IsEmpty && (ByteSets.IsBlank(value[0]) || ByteSets.IsBlank(value[^1]))))
            return Http2Violation.BadFieldValue;
        return Http2Violation.None;
    }

    /// <summary>Whether the field would speak of a connection that HTTP/2 does not have (§8.2.2).</summary>
    public static bool BelongsToConnection(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => name.Length switch
    {
        2 => name.SequenceEqual("te"u8) && !value.SequenceEqual("trailers"u8),
        7 => name.SequenceEqual("upgrade"u8),
        10 => name.SequenceEqual("connection"u8) || name.SequenceEqual("keep-alive"u8),
        16 => name.SequenceEqual("proxy-connection"u8),
        17 => name.SequenceEqual("transfer-encoding"u8),
        _ => false,
    };
}
