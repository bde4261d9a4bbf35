namespace EgressPipeline.Telemetry.AccessLogs;

/// <summary>The names of record types and response codes, as dig prints them.</summary>
internal static class DnsNames
{
    /// <summary>Empty for a type without a name here; its number then stands for it (RFC 3597 §5).</summary>
    public static ReadOnlySpan<byte> Type(int type) => type switch
    {
        1 => "A"u8,
        2 => "NS"u8,
        5 => "CNAME"u8,
        6 => "SOA"u8,
        12 => "PTR"u8,
        15 => "MX"u8,
        16 => "TXT"u8,
        28 => "AAAA"u8,
        33 => "SRV"u8,
        64 => "SVCB"u8,
        65 => "HTTPS"u8,
        255 => "ANY"u8,
        _ => [],
    };

    public static ReadOnlySpan<byte> Code(int code) => code switch
    {
        0 => "NOERROR"u8,
        1 => "FORMERR"u8,
        2 => "SERVFAIL"u8,
        3 => "NXDOMAIN"u8,
        4 => "NOTIMP"u8,
        5 => "REFUSED"u8,
        16 => "BADVERS"u8,
        _ => "OTHER"u8,
    };

    /// <summary>The name of a type, or <c>TYPE</c> and its number.</summary>
    public static void AppendType(LogLine line, int type)
    {
        var name = Type(type);
        line.Append(name.IsEmpty ? "TYPE"u8 : name);
        if (name.IsEmpty)
            line.Append((long)type);
    }
}
