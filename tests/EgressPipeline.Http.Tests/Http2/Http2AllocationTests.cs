using EgressPipeline.Http.Http2;
using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests.Http2;

public sealed class Http2AllocationTests
{
    private const int Warmup = 200; // the window of the dynamic table has moved round by then
    private const int Rounds = 1000;

    private static readonly byte[] Name = [.. "X-Custom-Field"u8];
    private static readonly byte[][] Values = [.. Enumerable.Range(0, 200).Select(static i => Segments.Bytes($"a value that differs {i}"))];

    [Fact]
    public void Message_EncodedFramedReadAndDecoded_AllocatesNothing()
    {
        using var encoder = new HpackEncoder();
        using var decoder = new HpackDecoder(HpackLimits.Default);
        var output = new ReusedWriter();
        var buffer = new byte[8192];
        var input = Segments.Whole(buffer);
        var number = 0;
        var count = new Counter();
        void Round()
        {
            encoder.Begin();
            encoder.Add(":status"u8, "200"u8);
            encoder.Add("Content-Type"u8, "application/grpc"u8);
            encoder.Add("date"u8, "Mon, 21 Oct 2013 20:13:21 GMT"u8);
            encoder.Add("set-cookie"u8, "session=abcdef"u8);
            encoder.Add(Name, Values[number++ % Values.Length]);
            output.Clear();
            FrameWriter.WriteHeaders(output, 1, encoder.Block, endStream: false, 16384);
            FrameWriter.WriteData(output, 1, "hello"u8, endStream: true);
            output.WrittenSpan.CopyTo(buffer);
            FrameReader.TryRead(input, 16384, out var header, out var payload, out _);
            FrameReader.TryUnwrap(header, payload.FirstSpan, out var block);
            if (decoder.Decode(block, ref count) != HpackError.None)
                throw new InvalidOperationException("the block does not decode");
        }
        for (var i = 0; i < Warmup; i++)
            Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
            Round();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((Warmup + Rounds) * 5, count.Fields);
    }

    private struct Counter : IHpackSink
    {
        public int Fields { get; private set; }

        public void Take(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value) => Fields++;
    }
}
