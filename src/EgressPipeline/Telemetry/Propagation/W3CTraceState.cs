namespace EgressPipeline.Telemetry.Propagation;

/// <summary>The <c>tracestate</c> header: only checked, never changed. What is malformed is not passed on.</summary>
internal static class W3CTraceState
{
    private const int MaxMembers = 32;
    private const int MaxPart = 256;

    /// <summary>True when every member is a well-formed <c>key=value</c> and there are at most 32 of them.</summary>
    public static bool IsValid(ReadOnlySpan<byte> value)
    {
        var members = 0;
        while (!value.IsEmpty)
        {
            var comma = value.IndexOf((byte)',');
            var member = (comma < 0 ? value : value[..comma]).Trim(" \t"u8);
            value = comma < 0 ? default : value[(comma + 1)..];
            // Empty members are allowed and do not count.
            if (member.IsEmpty)
                continue;
            if (++members > MaxMembers || !IsMember(member))
                return false;
        }
        return members > 0;
    }

    private static bool IsMember(ReadOnlySpan<byte> member)
    {
        var equals = member.IndexOf((byte)'=');
        return equals > 0 && IsKey(member[..equals]) && IsValue(member[(equals + 1)..]);
    }

    private static bool IsKey(ReadOnlySpan<byte> key)
    {
        if (key.Length > MaxPart || !IsLowerOrDigit(key[0]))
            return false;
        var vendors = 0;
        foreach (var c in key)
        {
            if (c == '@')
                vendors++;
            else if (!IsLowerOrDigit(c) && c is not ((byte)'_' or (byte)'-' or (byte)'*' or (byte)'/'))
                return false;
        }
        return vendors <= 1 && key[^1] != '@';
    }

    private static bool IsValue(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || value.Length > MaxPart || value[^1] == ' ')
            return false;
        foreach (var c in value)
            if (c is < 0x20 or > 0x7E or (byte)'=')
                return false;
        return true;
    }

    private static bool IsLowerOrDigit(byte c) => c is (>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9');
}
