using System.Buffers;
using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class AllocationTests
{
    private const int Warmup = 50;
    private const int Rounds = 1000;

    private static readonly ReadOnlySequence<byte> Request = Segments.Whole(Samples.Request);
    private static readonly ReadOnlySequence<byte> SegmentedRequest = Segments.CutAt(Samples.Request, 7, 100, 101);
    private static readonly ReadOnlySequence<byte> Response = Segments.Whole(Samples.Response);

    [Fact]
    public void RequestHead_ParseEditWriteReset_AllocatesNothing()
    {
        using var head = new RequestHead();
        var output = new ReusedWriter();
        AllocatesNothing(() =>
        {
            output.Clear();
            head.TryParse(Request, HttpLimits.Default, out _, out _);
            head.RemoveHopByHop(keepUpgrade: false);
            head.SetOriginForm("/rewritten/path?with=query"u8);
            head.SetHost("upstream.example:8443"u8);
            head.Add(KnownHeader.Via, "1.1 egress"u8);
            head.Set("x-request-id"u8, "0123456789abcdef"u8);
            head.Remove("x-custom"u8);
            head.TryGet("cookie"u8, out _);
            head.WriteTo(output);
            head.Reset();
        });
        Assert.True(output.Written > 0);
    }

    [Fact]
    public void RequestHead_SeveralSegments_AllocatesNothing()
    {
        using var head = new RequestHead();
        AllocatesNothing(() => head.TryParse(SegmentedRequest, HttpLimits.Default, out _, out _));
        Assert.True(head.HeaderCount > 0);
    }

    [Fact]
    public void ResponseHead_ParseEditWrite_AllocatesNothing()
    {
        using var head = new ResponseHead();
        var output = new ReusedWriter();
        AllocatesNothing(() =>
        {
            output.Clear();
            head.TryParse(Response, KnownMethod.Get, HttpLimits.Default, out _, out _);
            head.RemoveHopByHop(keepUpgrade: false);
            head.WriteTo(output);
        });
        Assert.Equal(200, head.Status);
    }

    [Fact]
    public void ChunkedBody_ReadAndWrite_AllocatesNothing()
    {
        var decoder = new ChunkedDecoder(HttpLimits.Default);
        var output = new ReusedWriter();
        AllocatesNothing(() =>
        {
            output.Clear();
            decoder.Reset();
            var input = "5;a=b\r\nhello\r\n6\r\n world\r\n0\r\nT: 1\r\n\r\n"u8;
            var status = ParseStatus.NeedMore;
            while (status == ParseStatus.NeedMore)
            {
                status = decoder.Read(input, out var consumed, out var start, out var length, out _);
                ChunkedEncoder.WriteChunk(output, input.Slice(start, length));
                input = input[consumed..];
            }
            ChunkedEncoder.WriteEnd(output, decoder.Trailers);
        });
        Assert.Equal("5\r\nhello\r\n6\r\n world\r\n0\r\nT: 1\r\n\r\n"u8, output.WrittenSpan);
    }

    private static void AllocatesNothing(Action round)
    {
        for (var i = 0; i < Warmup; i++)
            round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++)
            round();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
