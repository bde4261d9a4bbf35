using System.Buffers;
using CsCheck;
using EgressPipeline.Http.Http2;
using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests.Http2;

public sealed class FrameTests
{
    [Theory]
    [InlineData(FrameType.Data, 0, 0, 4, Http2Violation.StreamRequired)]
    [InlineData(FrameType.Data, 0, 1, 16385, Http2Violation.FrameTooLarge)]
    [InlineData(FrameType.Data, 0, 1, 16384, Http2Violation.None)]
    [InlineData(FrameType.Headers, 0, 0, 4, Http2Violation.StreamRequired)]
    [InlineData(FrameType.Continuation, 0, 0, 4, Http2Violation.StreamRequired)]
    [InlineData(FrameType.PushPromise, 0, 0, 4, Http2Violation.StreamRequired)]
    [InlineData(FrameType.Priority, 0, 0, 5, Http2Violation.StreamRequired)]
    [InlineData(FrameType.Priority, 0, 1, 4, Http2Violation.None)] // ends the stream only
    [InlineData(FrameType.RstStream, 0, 0, 4, Http2Violation.StreamRequired)]
    [InlineData(FrameType.RstStream, 0, 1, 5, Http2Violation.WrongFrameLength)]
    [InlineData(FrameType.Settings, 0, 1, 6, Http2Violation.StreamForbidden)]
    [InlineData(FrameType.Settings, 0, 0, 5, Http2Violation.WrongFrameLength)]
    [InlineData(FrameType.Settings, 1, 0, 6, Http2Violation.WrongFrameLength)]
    [InlineData(FrameType.Settings, 1, 0, 0, Http2Violation.None)]
    [InlineData(FrameType.Ping, 0, 1, 8, Http2Violation.StreamForbidden)]
    [InlineData(FrameType.Ping, 0, 0, 7, Http2Violation.WrongFrameLength)]
    [InlineData(FrameType.GoAway, 0, 1, 8, Http2Violation.StreamForbidden)]
    [InlineData(FrameType.GoAway, 0, 0, 7, Http2Violation.WrongFrameLength)]
    [InlineData(FrameType.GoAway, 0, 0, 20, Http2Violation.None)]
    [InlineData(FrameType.WindowUpdate, 0, 0, 3, Http2Violation.WrongFrameLength)]
    [InlineData((FrameType)0xbb, 0xff, 0, 100, Http2Violation.None)]
    public void Header_OfItsType_IsJudged(FrameType type, int flags, int stream, int length, Http2Violation expected) =>
        Assert.Equal(expected, FrameRules.Check(new FrameHeader(length, type, (FrameFlags)flags, stream), 16384));

    [Fact]
    public void Header_TooLong_IsRefusedBeforeItsPayload()
    {
        var bytes = new byte[FrameHeader.Size];
        new FrameHeader(16385, FrameType.Data, FrameFlags.None, 1).Write(bytes);
        Assert.Equal(ParseStatus.Error, FrameReader.TryRead(Segments.Whole(bytes), 16384, out _, out _, out var violation));
        Assert.Equal(Http2Violation.FrameTooLarge, violation);
    }

    [Fact]
    public void Header_ReservedBit_IsIgnored() =>
        Assert.Equal(new FrameHeader(0x010203, FrameType.Ping, FrameFlags.Ack, 0x7fffffff), FrameHeader.Read([1, 2, 3, 6, 1, 0xff, 0xff, 0xff, 0xff]));

    [Theory]
    [InlineData(FrameType.Data, FrameFlags.Padded, "", Http2Violation.WrongFrameLength, "")]
    [InlineData(FrameType.Data, FrameFlags.Padded, "\u0002abcd", Http2Violation.None, "ab")]
    [InlineData(FrameType.Data, FrameFlags.Padded, "\u0004abcd", Http2Violation.None, "")]
    [InlineData(FrameType.Data, FrameFlags.Padded, "\u0005abcd", Http2Violation.PaddingTooLong, null)]
    [InlineData(FrameType.Headers, FrameFlags.Priority, "\0\0\0\u0001\u0010abc", Http2Violation.None, "abc")]
    [InlineData(FrameType.Headers, FrameFlags.Priority, "\0\0\0\u0003\u0010abc", Http2Violation.DependsOnItself, "abc")]
    [InlineData(FrameType.Headers, FrameFlags.Priority, "\0\0\0\u0001", Http2Violation.WrongFrameLength, null)]
    [InlineData(FrameType.Headers, FrameFlags.Priority | FrameFlags.Padded, "\u0001\0\0\0\u0001\u0010abc", Http2Violation.None, "ab")]
    [InlineData(FrameType.Data, FrameFlags.Priority, "\0\0\0\u0003\u0010abc", Http2Violation.None, "\0\0\0\u0003\u0010abc")]
    public void Payload_PaddingAndPriority_AreCutOff(FrameType type, FrameFlags flags, string payload, Http2Violation expected, string? content)
    {
        var bytes = Segments.Bytes(payload);
        Assert.Equal(expected, FrameReader.TryUnwrap(new FrameHeader(bytes.Length, type, flags, 3), bytes, out var unwrapped));
        if (content is not null)
            Assert.Equal(content, Segments.Text(unwrapped));
    }

    [Fact]
    public void Frames_WrittenThenRead_AreTheSameInAnyCut() => Gen.Select(
        Gen.Select(Gen.Int[0, 12], Gen.Byte, Gen.Int[0, int.MaxValue], Gen.Byte.Array[0, 60]).Array[1, 8], Gen.Int[0, 10_000].Array[0, 8]).Sample(
        static (frames, cuts) =>
        {
            var output = new ArrayBufferWriter<byte>();
            foreach (var (type, flags, stream, payload) in frames)
                FrameWriter.Write(output, (FrameType)type, (FrameFlags)flags, stream, payload);
            var bytes = output.WrittenSpan.ToArray();
            int[] offsets = [.. cuts.Select(c => c % (bytes.Length + 1)).Order()];
            Assert.Equal(Read(Segments.Whole(bytes)), Read(Segments.CutAt(bytes, offsets)));
            Assert.Equal(Read(Segments.Whole(bytes)), Read(Segments.OneByteEach(bytes)));
        },
        iter: 1000);

    [Fact]
    public void Headers_LongerThanAFrame_AreContinued()
    {
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.WriteHeaders(output, 5, new byte[40_000], endStream: true, 16384);
        Assert.Equal(
            "Headers 1 5 16384|Continuation 0 5 16384|Continuation 4 5 7232|NeedMore",
            Read(Segments.Whole(output.WrittenSpan.ToArray()), withPayload: false));
    }

    private static string Read(ReadOnlySequence<byte> input, bool withPayload = true)
    {
        var parts = new List<string>();
        while (true)
        {
            var status = FrameReader.TryRead(input, 16384, out var header, out var payload, out var violation);
            if (status != ParseStatus.Done)
                return string.Join('|', [.. parts, status == ParseStatus.Error ? violation.ToString() : status.ToString()]);
            parts.Add($"{header.Type} {(byte)header.Flags} {header.StreamId} {(withPayload ? Convert.ToHexString(payload.ToArray()) : payload.Length)}");
            input = input.Slice(FrameHeader.Size + header.Length);
        }
    }
}
