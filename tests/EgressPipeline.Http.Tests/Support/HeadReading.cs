using System.Buffers;
using System.Text;

namespace EgressPipeline.Http.Tests.Support;

/// <summary>
/// Reads heads in every way bytes can arrive and demands that all ways agree: in one piece, one byte a segment, one byte
/// at a time, and cut short at every byte (which must never be Done).
/// </summary>
internal static class HeadReading
{
    public delegate ParseStatus Parser<in THead>(
        THead head, in ReadOnlySequence<byte> input, out SequencePosition consumed, out HttpParseError error);

    public static HeadOutcome Request(string text, HttpLimits? limits = null) => Request(Segments.Bytes(text), limits);

    public static HeadOutcome Request(byte[] bytes, HttpLimits? limits = null)
    {
        limits ??= HttpLimits.Default;
        return Everyway(
            bytes,
            static () => new RequestHead(),
            (RequestHead head, in ReadOnlySequence<byte> input, out SequencePosition consumed, out HttpParseError error) =>
                head.TryParse(input, limits, out consumed, out error),
            DescribeRequest);
    }

    public static HeadOutcome Response(string text, KnownMethod method = KnownMethod.Get) => Response(Segments.Bytes(text), method);

    public static HeadOutcome Response(byte[] bytes, KnownMethod method = KnownMethod.Get) => Everyway(
        bytes,
        static () => new ResponseHead(),
        (ResponseHead head, in ReadOnlySequence<byte> input, out SequencePosition consumed, out HttpParseError error) =>
            head.TryParse(input, method, HttpLimits.Default, out consumed, out error),
        DescribeResponse);

    public static HttpParseError RequestError(string text, HttpLimits? limits = null)
    {
        var outcome = Request(text, limits);
        Assert.Equal(ParseStatus.Error, outcome.Status);
        return outcome.Error;
    }

    public static HttpParseError ResponseError(string text, KnownMethod method = KnownMethod.Get)
    {
        var outcome = Response(text, method);
        Assert.Equal(ParseStatus.Error, outcome.Status);
        return outcome.Error;
    }

    /// <summary>A parsed request head, after all ways of arrival agreed.</summary>
    public static RequestHead ParsedRequest(string text)
    {
        Assert.Equal(ParseStatus.Done, Request(text).Status);
        var head = new RequestHead();
        head.TryParse(Segments.Whole(Segments.Bytes(text)), HttpLimits.Default, out _, out _);
        return head;
    }

    /// <summary>A parsed response head, after all ways of arrival agreed.</summary>
    public static ResponseHead ParsedResponse(string text, KnownMethod method = KnownMethod.Get)
    {
        Assert.Equal(ParseStatus.Done, Response(text, method).Status);
        var head = new ResponseHead();
        head.TryParse(Segments.Whole(Segments.Bytes(text)), method, HttpLimits.Default, out _, out _);
        return head;
    }

    public static string Written(HttpHead head)
    {
        var output = new ArrayBufferWriter<byte>();
        head.WriteTo(output);
        return Segments.Text(output.WrittenSpan);
    }

    /// <summary>The outcome for one given segmentation that arrives at once.</summary>
    public static HeadOutcome RequestAtOnce(in ReadOnlySequence<byte> input)
    {
        using var head = new RequestHead();
        var status = head.TryParse(input, HttpLimits.Default, out var consumed, out var error);
        return Outcome(head, status, error, input.GetOffset(consumed) - input.GetOffset(input.Start), DescribeRequest);
    }

    /// <summary>The outcome when the input grows to each of the lengths in turn.</summary>
    public static HeadOutcome RequestArriving(byte[] bytes, IEnumerable<int> lengths)
    {
        using var head = new RequestHead();
        foreach (var length in lengths.Append(bytes.Length))
        {
            var input = new ReadOnlySequence<byte>(bytes, 0, length);
            var status = head.TryParse(input, HttpLimits.Default, out var consumed, out var error);
            if (status != ParseStatus.NeedMore || length == bytes.Length)
                return Outcome(head, status, error, input.Slice(0, consumed).Length, DescribeRequest);
        }
        throw new InvalidOperationException("unreachable");
    }

    private static HeadOutcome Everyway<THead>(
        byte[] bytes, Func<THead> create, Parser<THead> parse, Func<THead, string> describe)
        where THead : HttpHead
    {
        var whole = AtOnce(Segments.Whole(bytes), create, parse, describe);
        if (bytes.Length > 0)
            Assert.Equal(whole, AtOnce(Segments.OneByteEach(bytes), create, parse, describe));
        foreach (var segmented in new[] { false, true })
            Assert.Equal(whole, ByteAtATime(bytes, segmented, create, parse, describe));
        CutAtEveryByte(bytes, whole, create, parse);
        return whole;
    }

    private static HeadOutcome AtOnce<THead>(
        in ReadOnlySequence<byte> input, Func<THead> create, Parser<THead> parse, Func<THead, string> describe)
        where THead : HttpHead
    {
        using var head = create();
        var status = parse(head, input, out var consumed, out var error);
        return Outcome(head, status, error, input.Slice(0, consumed).Length, describe);
    }

    private static HeadOutcome ByteAtATime<THead>(
        byte[] bytes, bool segmented, Func<THead> create, Parser<THead> parse, Func<THead, string> describe)
        where THead : HttpHead
    {
        using var head = create();
        for (var length = 0; ; length++)
        {
            var sofar = bytes[..length];
            var input = segmented && length > 1 ? Segments.CutAt(sofar, length / 2) : Segments.Whole(sofar);
            var status = parse(head, input, out var consumed, out var error);
            if (status != ParseStatus.NeedMore || length == bytes.Length)
                return Outcome(head, status, error, input.Slice(0, consumed).Length, describe);
        }
    }

    private static void CutAtEveryByte<THead>(byte[] bytes, HeadOutcome whole, Func<THead> create, Parser<THead> parse)
        where THead : HttpHead
    {
        var end = whole.Status == ParseStatus.Done ? (int)whole.Consumed : bytes.Length;
        for (var length = 0; length < end; length++)
        {
            using var head = create();
            var status = parse(head, Segments.Whole(bytes[..length]), out _, out _);
            Assert.True(status != ParseStatus.Done, $"Done after {length} of {end} bytes");
            if (whole.Status != ParseStatus.Error)
                Assert.Equal(ParseStatus.NeedMore, status);
        }
    }

    private static HeadOutcome Outcome<THead>(
        THead head, ParseStatus status, HttpParseError error, long consumed, Func<THead, string> describe)
        where THead : HttpHead =>
        status == ParseStatus.Done
            ? new HeadOutcome(status, error, consumed, describe(head), Written(head))
            : new HeadOutcome(status, error, consumed, "", "");

    private static string DescribeRequest(RequestHead head) =>
        $"{Segments.Text(head.Method)} {head.KnownMethod} {head.Form} scheme={Segments.Text(head.Scheme)} "
        + $"authority={Segments.Text(head.Authority)} path={Segments.Text(head.Path)} query={Segments.Text(head.Query)} "
        + $"continue={head.ExpectsContinue} upgrade={head.WantsUpgrade} {DescribeCommon(head)}";

    private static string DescribeResponse(ResponseHead head) =>
        $"{head.Status} {Segments.Text(head.Reason)} informational={head.IsInformational} {DescribeCommon(head)}";

    private static string DescribeCommon(HttpHead head)
    {
        var text = new StringBuilder($"1.{head.MinorVersion} {head.Body} {head.BodyLength} keepalive={head.KeepAlive}");
        for (var i = 0; i < head.HeaderCount; i++)
            text.Append($" [{Segments.Text(head.Name(i))}|{Segments.Text(head.Value(i))}|{head.Known(i)}]");
        return text.ToString();
    }
}
