using CredentialInjection.Bytes;

namespace CredentialInjection.Injection;

/// <summary>Writes targets whose queries have one parameter in place of all of its name.</summary>
internal static class QueryRewriting
{
    /// <summary>Appends path and query. What a filter may not send as it is (no printable ASCII) is percent-encoded.</summary>
    /// <param name="path">The path as it will be sent.</param>
    /// <param name="query">The query as it will be sent, without its question mark.</param>
    /// <param name="parameter">Name, not encoded, and value, encoded.</param>
    /// <param name="target">Where to.</param>
    public static void WriteTarget(scoped ReadOnlySpan<byte> path, scoped ReadOnlySpan<byte> query, (byte[] Name, byte[] Value) parameter, ref PooledBuffer target)
    {
        WriteSendable(path, ref target);
        target.Write((byte)'?');
        if (WriteWithout(query, [parameter.Name], ref target))
            target.Write((byte)'&');
        target.WriteEscaped(parameter.Name);
        target.Write((byte)'=');
        target.Write(parameter.Value);
    }

    /// <summary>Appends the parameters of a query that have none of the names.</summary>
    /// <returns>True when there was one.</returns>
    public static bool WriteWithout(scoped ReadOnlySpan<byte> query, scoped ReadOnlySpan<byte[]> names, ref PooledBuffer target)
    {
        var any = false;
        foreach (var range in query.Split((byte)'&'))
        {
            var parameter = query[range];
            if (parameter.IsEmpty || IsNamed(parameter, names))
                continue;
            if (any)
                target.Write((byte)'&');
            any = true;
            WriteSendable(parameter, ref target);
        }
        return any;
    }

    private static bool IsNamed(ReadOnlySpan<byte> parameter, ReadOnlySpan<byte[]> names)
    {
        foreach (var name in names)
            if (IsNamed(parameter, name))
                return true;
        return false;
    }

    /// <summary>True for a parameter whose decoded name is the given one, whatever its case: some servers do not tell cases apart.</summary>
    public static bool IsNamed(ReadOnlySpan<byte> parameter, ReadOnlySpan<byte> name)
    {
        var split = parameter.IndexOf((byte)'=');
        var sent = split < 0 ? parameter : parameter[..split];
        foreach (var expected in name)
        {
            if (sent.IsEmpty)
                return false;
            var isSpace = sent[0] == '+';
            var one = PercentCoding.Take(ref sent);
            if (Lower(isSpace ? (byte)' ' : one) != Lower(expected))
                return false;
        }
        return sent.IsEmpty;
    }

    /// <summary>Appends text with everything but printable ASCII percent-encoded.</summary>
    public static void WriteSendable(scoped ReadOnlySpan<byte> text, ref PooledBuffer target)
    {
        foreach (var one in text)
            if (one is >= (byte)'!' and <= (byte)'~' and not (byte)'#')
                target.Write(one);
            else
                target.WriteEscaped(one);
    }

    private static byte Lower(byte one) => one is >= (byte)'A' and <= (byte)'Z' ? (byte)(one | 0x20) : one;
}
