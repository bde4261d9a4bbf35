namespace EgressPipeline.Policy.Matching;

/// <summary>Applies a condition to the host as policies write it: <c>example.com</c> and <c>example.com:8080</c> both work.</summary>
internal static class AuthorityMatch
{
    public static bool IsMatch(ByteMatch match, ReadOnlySpan<byte> host, int port)
    {
        if (match.IsMatch(host))
            return true;
        if (port == 0 || host.Length > HostName.MaxLength)
            return false;
        Span<byte> authority = stackalloc byte[HostName.MaxLength + 6];
        host.CopyTo(authority);
        var length = host.Length;
        authority[length++] = (byte)':';
        return match.IsMatch(authority.Slice(0, length + WritePort(port, authority.Slice(length))));
    }

    private static int WritePort(int port, Span<byte> destination)
    {
        var digits = port >= 10000 ? 5 : port >= 1000 ? 4 : port >= 100 ? 3 : port >= 10 ? 2 : 1;
        for (var i = digits - 1; i >= 0; i--)
        {
            destination[i] = (byte)('0' + port % 10);
            port /= 10;
        }
        return digits;
    }
}
