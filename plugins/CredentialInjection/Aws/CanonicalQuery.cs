using System.Buffers;
using CredentialInjection.Bytes;

namespace CredentialInjection.Aws;

/// <summary>The query as the signature sees it: every name and value decoded and encoded again, in the order of their bytes.</summary>
internal static class CanonicalQuery
{
    /// <summary>Appends the canonical form of a query as it is sent.</summary>
    /// <param name="query">Without its question mark.</param>
    /// <param name="target">Where to.</param>
    public static void Write(ReadOnlySpan<byte> query, ref PooledBuffer target)
    {
        if (query.IsEmpty)
            return;
        var text = new PooledBuffer(query.Length * 2);
        var parameters = ArrayPool<Parameter>.Shared.Rent(query.Count((byte)'&') + 1);
        var count = 0;
        foreach (var range in query.Split((byte)'&'))
            if (!query[range].IsEmpty)
                parameters[count++] = Encode(query[range], ref text);
        var array = text.Array;
        parameters.AsSpan(0, count).Sort((left, right) => Compare(array, left, right));
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                target.Write((byte)'&');
            target.Write(array.AsSpan(parameters[i].Name));
            target.Write((byte)'=');
            target.Write(array.AsSpan(parameters[i].Value));
        }
        ArrayPool<Parameter>.Shared.Return(parameters);
        text.Dispose();
    }

    private static Parameter Encode(ReadOnlySpan<byte> parameter, ref PooledBuffer text)
    {
        var split = parameter.IndexOf((byte)'=');
        var name = split < 0 ? parameter : parameter[..split];
        var value = split < 0 ? default : parameter[(split + 1)..];
        return new Parameter(Append(name, ref text), Append(value, ref text));
    }

    private static Range Append(ReadOnlySpan<byte> raw, ref PooledBuffer text)
    {
        var start = text.Length;
        while (!raw.IsEmpty)
        {
            // Servers read a plus in a query as a space (form encoding) and encode that.
            var isSpace = raw[0] == '+';
            var one = PercentCoding.Take(ref raw);
            text.WriteEscaped(isSpace ? (byte)' ' : one);
        }
        return start..text.Length;
    }

    private static int Compare(byte[] text, Parameter left, Parameter right)
    {
        var names = text.AsSpan(left.Name).SequenceCompareTo(text.AsSpan(right.Name));
        return names != 0 ? names : text.AsSpan(left.Value).SequenceCompareTo(text.AsSpan(right.Value));
    }

    private readonly record struct Parameter(Range Name, Range Value);
}
