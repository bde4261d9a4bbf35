using System.Buffers;
using System.Net;
using System.Text;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Routing;

namespace EgressPipeline.Tests.Routing;

public sealed class HeaderChangesTests
{
    private const string Request = "GET /a/b?c=d HTTP/1.1\r\nHost: a.test\r\nx-a: one\r\nx-a: two\r\nx-b: three\r\n\r\n";

    [Theory]
    [InlineData(HeaderSource.RequestField, "x-a", "", 0, "one")]
    [InlineData(HeaderSource.RequestField, "x-none", "x-b", 0, "three")]
    [InlineData(HeaderSource.RequestField, "x-b", "x-a", 2, "th")]
    [InlineData(HeaderSource.RequestField, "x-none", "x-no", 0, "")]
    [InlineData(HeaderSource.RequestField, ":path", "", 0, "/a/b?c=d")]
    [InlineData(HeaderSource.RequestField, ":method", "", 0, "GET")]
    [InlineData(HeaderSource.RequestField, ":authority", "", 0, "a.test")]
    [InlineData(HeaderSource.RequestField, ":scheme", "", 0, "http")]
    [InlineData(HeaderSource.Caller, "", "", 0, "[2001:db8::1]:4711")]
    [InlineData(HeaderSource.CallerAddress, "", "", 0, "2001:db8::1")]
    [InlineData(HeaderSource.CallerPort, "", "", 0, "4711")]
    [InlineData(HeaderSource.Dialled, "", "", 0, "192.0.2.1:80")]
    [InlineData(HeaderSource.DialledAddress, "", "", 0, "192.0.2.1")]
    [InlineData(HeaderSource.DialledPort, "", "", 0, "80")]
    [InlineData(HeaderSource.Protocol, "", "", 0, "HTTP/1.1")]
    [InlineData(HeaderSource.Cluster, "", "", 0, "")]
    [InlineData(HeaderSource.Route, "", "", 0, "")]
    [InlineData(HeaderSource.Endpoint, "", "", 0, "")]
    public void Value_OfEachSource_IsWhatTheCallHas(HeaderSource source, string name, string alternative, int length, string expected)
    {
        using var exchange = Exchange();
        Assert.True(HeaderChanges.TryApplyToRequest(exchange, Setting(new HeaderSegment(source, Bytes(name), Bytes(alternative), length))));
        Assert.Equal(expected, Text(exchange, "x-new"));
    }

    [Fact]
    public void Value_OfTimeAndMachine_IsThere()
    {
        using var exchange = Exchange();
        HeaderChanges.TryApplyToRequest(exchange, Setting(new(HeaderSource.StartTime, [], [], 0), Literal(" at "), new(HeaderSource.HostName, [], [], 0)));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z at " + Environment.MachineName + "$", Text(exchange, "x-new"));
    }

    [Fact]
    public void Values_AreTakenAfterRemovals_AndBeforeAnythingIsWritten()
    {
        using var exchange = Exchange();
        HeaderOperation[] set = [new(Bytes("x-b"), Bytes("set")), Computed("x-c", Field("x-b")), Computed("x-d", Literal("<"), Field("x-a"), Literal(">"))];
        HeaderChanges.TryApplyToRequest(exchange, new HeaderOperations(set, [Computed("x-c", Field("x-c"), Literal("+"))], [Bytes("x-a")], [], [], []));
        Assert.Equal("set", Text(exchange, "x-b"));
        Assert.Equal("three, +", Text(exchange, "x-c"));
        Assert.Equal("<>", Text(exchange, "x-d"));
    }

    [Fact]
    public void Value_ThatComesOutEmpty_LeavesTheHeaderAsItIs()
    {
        using var exchange = Exchange();
        HeaderChanges.TryApplyToRequest(exchange, HeaderOperations.None with { RequestSet = [Computed("x-b", Field("x-none"))], RequestAdd = [Computed("x-new", Field("x-none"))] });
        Assert.Equal("three", Text(exchange, "x-b"));
        Assert.False(exchange.RequestHead.TryGet("x-new"u8, out _));
    }

    [Fact]
    public void Values_BeyondTheRoomOfAHead_AreRefused()
    {
        using var exchange = Exchange();
        var doubling = HeaderOperations.None with { RequestSet = [Computed("x-b", Field("x-b"), Field("x-b"))] };
        var times = 0;
        while (HeaderChanges.TryApplyToRequest(exchange, doubling))
            Assert.True(++times < 30);
        Assert.True(times > 10);
    }

    [Fact]
    public void Values_InSteadyState_AllocateNothing()
    {
        using var exchange = Exchange();
        var operations = Setting(Field("x-a"), Literal(" "), new(HeaderSource.Caller, [], [], 0), new(HeaderSource.StartTime, [], [], 0), new(HeaderSource.HostName, [], [], 0), Field(":path"));
        for (var i = 0; i < 100; i++)
            Fresh(exchange, operations);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Fresh(exchange, operations);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static readonly ReadOnlySequence<byte> Parsed = new(Bytes(Request));
    private static readonly HttpLimits Limits = new();

    private static void Fresh(HttpExchange exchange, HeaderOperations operations)
    {
        exchange.RequestHead.TryParse(Parsed, Limits, out _, out _);
        HeaderChanges.TryApplyToRequest(exchange, operations);
    }

    private static HttpExchange Exchange()
    {
        var exchange = new HttpExchange(CallerIdentity.Anonymous, IPEndPoint.Parse("[2001:db8::1]:4711"), IPEndPoint.Parse("192.0.2.1:80"));
        Assert.Equal(ParseStatus.Done, exchange.RequestHead.TryParse(Parsed, Limits, out _, out _));
        return exchange;
    }

    private static string Text(HttpExchange exchange, string name) => exchange.RequestHead.TryGet(Bytes(name), out var value) ? Encoding.UTF8.GetString(value) : "";

    private static HeaderOperations Setting(params HeaderSegment[] segments) => HeaderOperations.None with { RequestSet = [Computed("x-new", segments)] };

    private static HeaderOperation Computed(string name, params HeaderSegment[] segments) => new(Bytes(name), []) { Segments = segments };

    private static HeaderSegment Field(string name) => new(HeaderSource.RequestField, Bytes(name), [], 0);

    private static HeaderSegment Literal(string text) => new(HeaderSource.Literal, Bytes(text), [], 0);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
