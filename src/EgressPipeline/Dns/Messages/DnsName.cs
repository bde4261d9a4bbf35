using System.Text;

namespace EgressPipeline.Dns.Messages;

/// <summary>Names as they stand in messages: labels with their lengths, possibly ending in a pointer (RFC 1035 §4.1.4).</summary>
internal static class DnsName
{
    /// <summary>Longest name in its wire form, the root's zero included (RFC 1035 §2.3.4).</summary>
    public const int MaxLength = 255;

    public const int MaxLabel = 63;

    private const int Pointer = 0xC0;

    /// <summary>Reads a name without pointers, in lower case: what a question holds, since nothing precedes it.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="at">Where the name begins.</param>
    /// <param name="name">Receives the wire form; must hold <see cref="MaxLength"/> bytes.</param>
    /// <returns>Length of the wire form, or 0 for what is no plain name.</returns>
    public static int ReadPlain(ReadOnlySpan<byte> message, int at, Span<byte> name)
    {
        for (var length = 0; at + length < message.Length;)
        {
            int label = message[at + length];
            if (label > MaxLabel || length + 1 + label >= MaxLength + (label == 0 ? 1 : 0) || at + length + label >= message.Length)
                return 0;
            name[length] = (byte)label;
            Lower(message.Slice(at + length + 1, label), name[(length + 1)..]);
            length += 1 + label;
            if (label == 0)
                return length;
        }
        return 0;
    }

    /// <summary>Reads a name anywhere in a message and takes its pointers out. Each pointer must lead further back than the one before.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="at">Where the name begins.</param>
    /// <param name="name">Receives the wire form in lower case, without pointers; must hold <see cref="MaxLength"/> bytes.</param>
    /// <param name="end">Where the name ends in the message.</param>
    /// <returns>Length of the wire form, or 0 for what is no name.</returns>
    public static int Read(ReadOnlySpan<byte> message, int at, Span<byte> name, out int end)
    {
        var length = 0;
        var lowest = at; // a pointer into what was read already would be a loop
        end = 0;
        while (at < message.Length)
        {
            int label = message[at];
            if (label >= Pointer)
            {
                if (at + 1 >= message.Length)
                    return 0;
                if (end == 0)
                    end = at + 2;
                at = (label & 0x3F) << 8 | message[at + 1];
                if (at >= lowest)
                    return 0;
                lowest = at;
                continue;
            }
            if (label > MaxLabel || at + label >= message.Length || length + 1 + label > MaxLength - (label == 0 ? 0 : 1))
                return 0;
            name[length] = (byte)label;
            Lower(message.Slice(at + 1, label), name[(length + 1)..]);
            length += 1 + label;
            at += 1 + label;
            if (label == 0)
            {
                end = end == 0 ? at : end;
                return length;
            }
        }
        return 0;
    }

    /// <summary>The end of a name that may be compressed, without reading where its pointer leads; 0 for what is no name.</summary>
    public static int Skip(ReadOnlySpan<byte> message, int at)
    {
        while (at < message.Length)
        {
            int label = message[at];
            if (label >= Pointer)
                return at + 2 <= message.Length ? at + 2 : 0;
            if (label > MaxLabel)
                return 0;
            at += 1 + label;
            if (label == 0)
                return at <= message.Length ? at : 0;
        }
        return 0;
    }

    /// <summary>Writes the dotted form of a wire form, without the last dot; the root is empty. At most <see cref="MaxLength"/> bytes.</summary>
    /// <returns>Bytes written; a byte that no host name has is written as it is, so the text is for matching, not for printing.</returns>
    public static int ToHost(ReadOnlySpan<byte> name, Span<byte> host)
    {
        var length = 0;
        for (var at = 0; name[at] != 0; at += 1 + name[at])
        {
            if (length > 0)
                host[length++] = (byte)'.';
            name.Slice(at + 1, name[at]).CopyTo(host[length..]);
            length += name[at];
        }
        return length;
    }

    /// <summary>The wire form of a dotted host name; null for what cannot be one.</summary>
    public static byte[]? FromHost(string host)
    {
        var labels = host.TrimEnd('.').Split('.');
        var name = new List<byte>();
        foreach (var label in labels)
        {
            var bytes = Encoding.ASCII.GetBytes(label.ToLowerInvariant());
            if (bytes.Length is 0 or > MaxLabel)
                return null;
            name.Add((byte)bytes.Length);
            name.AddRange(bytes);
        }
        name.Add(0);
        return name.Count <= MaxLength ? [.. name] : null;
    }

    /// <summary>True when <paramref name="name"/> is <paramref name="suffix"/> or lies below it; both in wire form and lower case.</summary>
    public static bool IsAtOrBelow(ReadOnlySpan<byte> name, ReadOnlySpan<byte> suffix)
    {
        for (var at = 0; name.Length - at >= suffix.Length; at += 1 + name[at])
            if (name.Length - at == suffix.Length)
                return name[at..].SequenceEqual(suffix);
        return false;
    }

    private static void Lower(ReadOnlySpan<byte> from, Span<byte> to)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = from[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(from[i] | 0x20) : from[i];
    }
}
