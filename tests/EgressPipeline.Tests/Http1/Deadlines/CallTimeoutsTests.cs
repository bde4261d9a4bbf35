using System.Buffers;
using System.Text;
using EgressPipeline.Http;
using EgressPipeline.Http1.Deadlines;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Tests.Http1.Deadlines;

public sealed class CallTimeoutsTests
{
    private const string Grpc = "content-type: application/grpc\r\n";

    private static RequestHead Head(string fields)
    {
        var head = new RequestHead();
        var bytes = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes("POST /a HTTP/1.1\r\nhost: a.test\r\n" + fields + "\r\n"));
        Assert.Equal(ParseStatus.Done, head.TryParse(bytes, new HttpLimits(), out _, out _));
        return head;
    }

    private static HttpRoutePlan Route(int timeout, int perTry) => new()
    {
        Name = "r",
        Rule = new RuleRef("r", Policy.Diagnostics.SourceRef.None),
        Matches = [],
        Destinations = [],
        TotalWeight = 0,
        Timeout = TimeSpan.FromMilliseconds(timeout),
        Retry = perTry == 0 ? null : RetryPlan.Default with { PerTryTimeout = TimeSpan.FromMilliseconds(perTry) },
    };

    private static string? Field(RequestHead head, string name) => head.TryGet(Encoding.ASCII.GetBytes(name), out var value) ? Encoding.ASCII.GetString(value) : null;

    [Theory]
    [InlineData(0, 0, "", 0, 0)]
    [InlineData(500, 0, "", 500, 0)]
    [InlineData(500, 100, "", 500, 100)]
    [InlineData(500, 0, "x-envoy-upstream-rq-timeout-ms: 200\r\n", 200, 0)]
    [InlineData(500, 0, "X-Envoy-Upstream-RQ-Timeout-Ms: 900\r\n", 500, 0)]
    [InlineData(0, 0, "x-envoy-upstream-rq-timeout-ms: 900\r\n", 900, 0)]
    [InlineData(500, 0, "x-envoy-upstream-rq-timeout-ms: 0\r\n", 500, 0)]
    [InlineData(500, 0, "x-envoy-upstream-rq-timeout-ms: -1\r\n", 500, 0)]
    [InlineData(500, 0, "x-envoy-upstream-rq-timeout-ms: soon\r\n", 500, 0)]
    [InlineData(0, 0, "x-envoy-upstream-rq-timeout-ms: 99999999999999999999\r\n", 0, 0)]
    [InlineData(500, 100, "x-envoy-upstream-rq-per-try-timeout-ms: 50\r\n", 500, 50)]
    [InlineData(500, 100, "x-envoy-upstream-rq-per-try-timeout-ms: 150\r\n", 500, 100)]
    [InlineData(500, 0, Grpc + "grpc-timeout: 200m\r\n", 200, 0)]
    [InlineData(500, 0, Grpc + "grpc-timeout: 1S\r\n", 500, 0)]
    [InlineData(0, 0, Grpc + "grpc-timeout: 1S\r\n", 1000, 0)]
    [InlineData(500, 0, Grpc + "grpc-timeout: 0m\r\n", 500, 0)]
    [InlineData(500, 0, Grpc + "grpc-timeout: later\r\n", 500, 0)]
    [InlineData(0, 0, "grpc-timeout: 1S\r\n", 0, 0)]
    public void Take_RouteAndCaller_TheShorterBoundHolds(int timeout, int perTry, string fields, int whole, int each)
    {
        var head = Head(fields);

        var timeouts = CallTimeouts.Take(head, Route(timeout, perTry));

        Assert.Equal((whole, each), ((int)timeouts.Whole.TotalMilliseconds, (int)timeouts.PerTry.TotalMilliseconds));
        Assert.Null(Field(head, "x-envoy-upstream-rq-timeout-ms"));
        Assert.Null(Field(head, "x-envoy-upstream-rq-per-try-timeout-ms"));
    }

    [Theory]
    [InlineData(0, 0, 0, null)]
    [InlineData(500, 0, 0, "500")]
    [InlineData(500, 0, 120, "380")]
    [InlineData(500, 100, 0, "100")]
    [InlineData(500, 100, 450, "50")]
    [InlineData(500, 900, 0, "500")]
    [InlineData(0, 100, 10_000, "100")]
    [InlineData(500, 0, 500, "1")]
    [InlineData(500, 0, 900, "1")]
    public void Tell_EachTry_WhatIsLeftAsEnvoyCountsIt(int timeout, int perTry, int elapsed, string? expected)
    {
        var head = Head(Grpc);
        CallTimeouts.Take(head, Route(timeout, perTry)).Tell(head, TimeSpan.FromMilliseconds(elapsed));

        Assert.Equal(expected, Field(head, "x-envoy-expected-rq-timeout-ms"));
        Assert.Equal(expected is null ? null : expected + "m", Field(head, "grpc-timeout"));
    }

    [Fact]
    public void Tell_SecondTry_ReplacesWhatTheFirstWasTold()
    {
        var head = Head("x-envoy-expected-rq-timeout-ms: 9\r\n");
        var timeouts = CallTimeouts.Take(head, Route(500, 0));

        timeouts.Tell(head, TimeSpan.Zero);
        timeouts.Tell(head, TimeSpan.FromMilliseconds(200));

        Assert.Equal("300", Field(head, "x-envoy-expected-rq-timeout-ms"));
        Assert.Null(Field(head, "grpc-timeout"));
    }
}
