using System.Buffers;
using System.Text;
using EgressPipeline.Http;
using EgressPipeline.Retry;

namespace EgressPipeline.Tests.Retry;

public sealed class RetryHintsTests
{
    [Theory]
    [InlineData("x-again", "X-Again: 1", true)]
    [InlineData("x-one, X-AGAIN\t,x-three", "x-again: ", true)]
    [InlineData(",, ,", "x-again: 1", false)]
    [InlineData("x-agai", "x-again: 1", false)]
    public void NamesFieldOf_ListOfNames_LooksForAnyOfThem(string names, string field, bool expected)
    {
        var hints = Taken("x-envoy-retriable-header-names: " + names, out _);
        Assert.Equal(expected, hints.NamesFieldOf(Response(field)));
        Assert.False(hints.NamesFieldOf(Response("x-other: 1")));
    }

    [Theory]
    [InlineData("404", 404, true)]
    [InlineData("409, 404", 404, true)]
    [InlineData("40, 4040, x404, 404x, -404", 404, false)]
    [InlineData("99999999999999999999,404", 404, true)]
    public void Names_ListOfStatuses_PassesOverWhatIsNoNumber(string codes, int status, bool expected) =>
        Assert.Equal(expected, Taken("x-envoy-retriable-status-codes: " + codes, out _).Names(status));

    [Fact]
    public void Take_SeveralLines_AreOneList_AndLeaveTheRequest()
    {
        var hints = Taken("x-envoy-retriable-status-codes: 404\r\nX-Envoy-Retriable-Status-Codes: 410", out var request);
        Assert.True(hints.Names(410) && hints.Names(404));
        Assert.False(request.TryGet("x-envoy-retriable-status-codes"u8, out _));
    }

    [Fact]
    public void Take_NextRequestAsksForNothing_ForgetsTheLast()
    {
        var hints = Taken("x-envoy-retriable-status-codes: 404\r\nx-envoy-retriable-header-names: x-a", out _);
        hints.Take(Request("x-other: 1"));
        Assert.False(hints.Names(404) || hints.NamesFieldOf(Response("x-a: 1")));
    }

    private static RetryHints Taken(string fields, out RequestHead request)
    {
        var hints = new RetryHints();
        hints.Take(request = Request(fields));
        return hints;
    }

    private static RequestHead Request(string fields)
    {
        var head = new RequestHead();
        Assert.Equal(ParseStatus.Done, head.TryParse(Bytes($"GET / HTTP/1.1\r\nHost: a.test\r\n{fields}\r\n\r\n"), new HttpLimits(), out _, out _));
        return head;
    }

    private static ResponseHead Response(string fields)
    {
        var head = new ResponseHead();
        Assert.Equal(ParseStatus.Done, head.TryParse(Bytes($"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{fields}\r\n\r\n"), KnownMethod.Get, new HttpLimits(), out _, out _));
        return head;
    }

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.ASCII.GetBytes(text));
}
