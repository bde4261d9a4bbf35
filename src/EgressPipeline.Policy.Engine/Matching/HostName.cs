namespace EgressPipeline.Policy.Matching;

/// <summary>
/// The one normalisation of host names: lower-case, without port, without one trailing dot, without IPv6 brackets.
/// Everything that matches hosts matches this form.
/// </summary>
public static class HostName
{
    /// <summary>Longest name in bytes (RFC 1035 §2.3.4, without the root's dot).</summary>
    public const int MaxLength = 253;

    /// <summary>
    /// Normalises <c>Host</c>, an authority or an SNI into <paramref name="destination"/>, which must hold
    /// <see cref="MaxLength"/> bytes.
    /// </summary>
    /// <param name="authority">The bytes as received.</param>
    /// <param name="destination">Receives the normalised name; may be the buffer of <paramref name="authority"/> itself.</param>
    /// <param name="length">Bytes written.</param>
    /// <param name="port">The port, 1..65535, or 0 when there is none.</param>
    /// <returns>
    /// False for whatever is no host: empty, a leading dot or an empty label, user information, spaces and other bytes
    /// no host has, a bad port, longer than <see cref="MaxLength"/>.
    /// </returns>
    public static bool TryNormalize(ReadOnlySpan<byte> authority, Span<byte> destination, out int length, out int port)
    {
        length = 0;
        port = 0;
        if (!authority.IsEmpty && authority[0] == (byte)'[')
            return TryNormalizeBracketed(authority, destination, out length, out port);

        var colon = authority.IndexOf((byte)':');
        if (colon >= 0)
        {
            if (!TryReadPort(authority.Slice(colon + 1), out port))
                return false;
            authority = authority.Slice(0, colon);
        }
        if (!authority.IsEmpty && authority[authority.Length - 1] == (byte)'.')
            authority = authority.Slice(0, authority.Length - 1);
        if (authority.IsEmpty || authority.Length > MaxLength || authority.Length > destination.Length)
            return false;
        if (!TryCopyName(authority, destination))
            return false;
        length = authority.Length;
        return true;
    }

    private static bool TryCopyName(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        var previous = (byte)'.';
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c is >= (byte)'A' and <= (byte)'Z')
                c |= 0x20;
            else if (c == (byte)'.' ? previous == (byte)'.' : !IsNameByte(c))
                return false;
            destination[i] = c;
            previous = c;
        }
        return previous != (byte)'.';
    }

    // Letters, digits, hyphen; underscore because real names (service records, internal hosts) carry it.
    private static bool IsNameByte(byte c) =>
        c is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'_';

    private static bool TryNormalizeBracketed(ReadOnlySpan<byte> authority, Span<byte> destination, out int length, out int port)
    {
        length = 0;
        port = 0;
        var close = authority.IndexOf((byte)']');
        if (close < 0)
            return false;
        var rest = authority.Slice(close + 1);
        if (!rest.IsEmpty && (rest[0] != (byte)':' || !TryReadPort(rest.Slice(1), out port)))
            return false;
        var literal = authority.Slice(1, close - 1);
        if (!IpLiteral.TryParseV6(literal, out _) || literal.Length > destination.Length)
            return false;
        for (var i = 0; i < literal.Length; i++)
            destination[i] = literal[i] is >= (byte)'A' and <= (byte)'F' ? (byte)(literal[i] | 0x20) : literal[i];
        length = literal.Length;
        return true;
    }

    // RFC 3986 §3.2.3 allows an empty port ("host:"), which means the default.
    private static bool TryReadPort(ReadOnlySpan<byte> digits, out int port)
    {
        port = 0;
        if (digits.Length > 5)
            return false;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            port = port * 10 + digit - '0';
        }
        return digits.IsEmpty || port is > 0 and <= 65535;
    }
}
