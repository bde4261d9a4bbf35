using System.Buffers;
using EgressPipeline.Http;

/// <summary>What must hold for any bytes.</summary>
internal static class FuzzTargets
{
    /// <summary>What was read and written reads back, and the second writing is the same.</summary>
    public static void Request(byte[] bytes)
    {
        using var head = new RequestHead();
        if (head.TryParse(new ReadOnlySequence<byte>(bytes), HttpLimits.Default, out _, out _) != ParseStatus.Done)
            return;
        head.RemoveHopByHop(keepUpgrade: false);
        head.SetOriginForm();
        if (head.Authority.IsEmpty)
            head.SetHost("none.example"u8);
        var written = Written(head);
        using var again = new RequestHead();
        var status = again.TryParse(new ReadOnlySequence<byte>(written), HttpLimits.Default, out _, out var error);
        if (status != ParseStatus.Done || !Written(again).AsSpan().SequenceEqual(written))
            throw new InvalidOperationException($"what was written does not read back: {error}");
    }

    /// <inheritdoc cref="Request"/>
    public static void Response(byte[] bytes)
    {
        using var head = new ResponseHead();
        if (head.TryParse(new ReadOnlySequence<byte>(bytes), KnownMethod.Get, HttpLimits.Default, out _, out _) != ParseStatus.Done)
            return;
        head.RemoveHopByHop(keepUpgrade: false);
        var written = Written(head);
        using var again = new ResponseHead();
        var status = again.TryParse(new ReadOnlySequence<byte>(written), KnownMethod.Get, HttpLimits.Default, out _, out var error);
        if (status != ParseStatus.Done || !Written(again).AsSpan().SequenceEqual(written))
            throw new InvalidOperationException($"what was written does not read back: {error}");
    }

    /// <summary>Pieces lie within the input, and every call with input consumes some of it.</summary>
    public static void Chunked(byte[] bytes)
    {
        var decoder = new ChunkedDecoder(HttpLimits.Default);
        var status = ParseStatus.NeedMore;
        for (var input = bytes.AsSpan(); !input.IsEmpty && status == ParseStatus.NeedMore;)
        {
            status = decoder.Read(input, out var consumed, out var start, out var length, out _);
            _ = input.Slice(start, length);
            if (consumed == 0 && status == ParseStatus.NeedMore)
                throw new InvalidOperationException("nothing was consumed");
            input = input[consumed..];
        }
        decoder.Dispose();
    }

    private static byte[] Written(HttpHead head)
    {
        var output = new ArrayBufferWriter<byte>();
        head.WriteTo(output);
        return output.WrittenSpan.ToArray();
    }
}
