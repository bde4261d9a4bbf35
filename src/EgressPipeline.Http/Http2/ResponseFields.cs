namespace EgressPipeline.Http.Http2;

/// <summary>Encodes the head of a response, and trailers, as a field block.</summary>
public static class ResponseFields
{
    /// <summary>Makes the block of a head: its status and its fields but those of the HTTP/1.1 connection, which the caller has removed by <see cref="HttpHead.RemoveHopByHop"/>.</summary>
    public static void Encode(HpackEncoder encoder, ResponseHead head)
    {
        encoder.Begin();
        Span<byte> status = [(byte)('0' + (head.Status / 100 % 10)), (byte)('0' + (head.Status / 10 % 10)), (byte)('0' + (head.Status % 10))];
        encoder.Add(":status"u8, status);
        for (var i = 0; i < head.HeaderCount; i++)
        {
            if (head.Known(i) != KnownHeader.TransferEncoding)
                encoder.Add(head.Name(i), head.Value(i));
        }
    }

    /// <summary>Makes the block of trailers.</summary>
    /// <param name="encoder">The connection's.</param>
    /// <param name="lines">Checked lines, each with its CRLF; see <see cref="ChunkedDecoder.Trailers"/>.</param>
    public static void EncodeTrailers(HpackEncoder encoder, ReadOnlySpan<byte> lines)
    {
        encoder.Begin();
        for (int end; (end = lines.IndexOf("\r\n"u8)) >= 0; lines = lines[(end + 2)..])
        {
            var colon = lines[..end].IndexOf((byte)':');
            if (colon > 0)
                encoder.Add(lines[..colon], ByteSets.TrimBlanks(lines[(colon + 1)..end]));
        }
    }
}
