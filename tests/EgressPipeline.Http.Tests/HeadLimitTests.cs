using System.Diagnostics;
using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests;

public sealed class HeadLimitTests
{
    private const string Start = "GET / HTTP/1.1\r\nHost: h\r\n";

    [Theory]
    [InlineData(0, ParseStatus.Done)]
    [InlineData(-1, ParseStatus.Error)]
    public void Head_AtTheByteLimit_PassesAndOneMoreByteFails(int slack, ParseStatus expected)
    {
        const string Text = Start + "A: bcdefgh\r\n\r\n";
        var outcome = HeadReading.Request(Text, new HttpLimits { MaxHeadBytes = Text.Length + slack });
        Assert.Equal(expected, outcome.Status);
        Assert.Equal(expected == ParseStatus.Done ? HttpParseError.None : HttpParseError.HeadTooLarge, outcome.Error);
    }

    [Fact]
    public void Head_BodyBehindIt_DoesNotCount()
    {
        var outcome = HeadReading.Request(Start + "\r\n" + new string('x', 200), new HttpLimits { MaxHeadBytes = 64 });
        Assert.Equal(ParseStatus.Done, outcome.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /")]
    [InlineData(Start + "A: ")]
    public void Head_NeverEnding_IsRefusedAtTheLimit(string start) =>
        Assert.Equal(
            HttpParseError.HeadTooLarge,
            HeadReading.RequestError(start.PadRight(300, 'x'), new HttpLimits { MaxHeadBytes = 256 }));

    [Fact]
    public void Head_DefaultLimit_Is32KiB()
    {
        using var head = new RequestHead();
        var rest = 32 * 1024 - Start.Length - "A: \r\n\r\n".Length;
        var fits = Segments.Whole(Segments.Bytes(Start + "A: " + new string('x', rest) + "\r\n\r\n"));
        Assert.Equal(ParseStatus.Done, head.TryParse(fits, HttpLimits.Default, out _, out _));
        var large = Segments.Whole(Segments.Bytes(Start + "A: " + new string('x', rest + 1) + "\r\n\r\n"));
        Assert.Equal(ParseStatus.Error, head.TryParse(large, HttpLimits.Default, out _, out var error));
        Assert.Equal(HttpParseError.HeadTooLarge, error);
    }

    [Fact]
    public void Headers_AtTheCountLimit_PassAndOneMoreFails()
    {
        var limits = new HttpLimits { MaxHeaders = 3 };
        Assert.Equal(ParseStatus.Done, HeadReading.Request(Start + "A: 1\r\nB: 2\r\n\r\n", limits).Status);
        Assert.Equal(HttpParseError.TooManyHeaders, HeadReading.RequestError(Start + "A: 1\r\nB: 2\r\nC: 3\r\n\r\n", limits));
    }

    [Fact]
    public void Headers_DefaultLimit_Is128()
    {
        Assert.Equal(ParseStatus.Done, HeadReading.RequestAtOnce(Many(127)).Status);
        Assert.Equal(HttpParseError.TooManyHeaders, HeadReading.RequestAtOnce(Many(128)).Error);

        static System.Buffers.ReadOnlySequence<byte> Many(int count) =>
            Segments.Whole(Segments.Bytes(Start + string.Concat(Enumerable.Range(0, count).Select(i => $"h{i}: v\r\n")) + "\r\n"));
    }

    [Fact]
    public void Head_ByteAtATime_TakesLinearTime()
    {
        // Quadratic scanning of one 1 MiB line would be half a million million byte steps.
        var bytes = Segments.Bytes(Start + "A: " + new string('x', 1 << 20) + "\r\n\r\n");
        using var head = new RequestHead();
        var limits = new HttpLimits { MaxHeadBytes = 2 << 20 };
        var clock = Stopwatch.StartNew();
        var status = ParseStatus.NeedMore;
        for (var length = 0; length <= bytes.Length; length++)
            status = head.TryParse(new(bytes, 0, length), limits, out _, out _);
        Assert.Equal(ParseStatus.Done, status);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), clock.Elapsed.ToString());
    }
}
