using System.Buffers;
using System.Diagnostics;
using System.Text;
using EgressPipeline.Hosting;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Tests.Telemetry;

[Collection("spans")]
public sealed class TracingTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string W3C = "traceparent: " + Parent + "\r\ntracestate: a=1\r\n";
    private const string B3Multi = "X-B3-TraceId: 0af7651916cd43dd8448eb211c80319c\r\nX-B3-SpanId: b7ad6b7169203331\r\nX-B3-ParentSpanId: 05e3ac9a4f6e3b90\r\nX-B3-Sampled: 0\r\n";
    private const string B3Single = "b3: 0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1\r\n";

    [Theory]
    [InlineData(TraceMode.Off, W3C + B3Multi + "baggage: k=v\r\n")]
    [InlineData(TraceMode.Both, W3C + B3Multi + "baggage: k=v\r\n")]
    [InlineData(TraceMode.W3C, W3C + "baggage: k=v\r\n")]
    [InlineData(TraceMode.B3, B3Multi + "baggage: k=v\r\n")]
    [InlineData(TraceMode.Strip, "")]
    public void Extract_Mode_DecidesWhatMayLeave(object mode, string left)
    {
        using var head = Head(W3C + B3Multi + "baggage: k=v\r\n");
        new Tracing((TraceMode)mode).Extract(head);
        Assert.Equal(left, Headers(head));
    }

    [Theory]
    [InlineData(TraceMode.Both, SamplingDecision.Sampled)]
    [InlineData(TraceMode.W3C, SamplingDecision.Sampled)]
    [InlineData(TraceMode.B3, SamplingDecision.NotSampled)]
    [InlineData(TraceMode.Strip, SamplingDecision.Sampled)]
    public void Extract_BothForms_TheModesOwnFormCounts(object mode, object sampling)
    {
        using var head = Head(W3C + B3Multi);
        Assert.Equal(sampling, new Tracing((TraceMode)mode).Extract(head).Sampling);
    }

    [Fact]
    public void Extract_OtherFormOnly_IsTranslated()
    {
        using var fromB3 = Head(B3Single);
        new Tracing(TraceMode.W3C).Extract(fromB3);
        Assert.Equal($"traceparent: {Parent}\r\n", Headers(fromB3));

        using var fromW3C = Head(W3C);
        new Tracing(TraceMode.B3).Extract(fromW3C);
        Assert.Equal("x-b3-traceid: 0af7651916cd43dd8448eb211c80319c\r\nx-b3-spanid: b7ad6b7169203331\r\nx-b3-sampled: 1\r\n", Headers(fromW3C).ToLowerInvariant());
    }

    [Theory]
    [InlineData("traceparent: 00-XYZ\r\ntracestate: a=1\r\n", "")]
    [InlineData("tracestate: a=1\r\n", "")]
    [InlineData("traceparent: " + Parent + "\r\ntracestate: A=\r\n", "traceparent: " + Parent + "\r\n")]
    [InlineData("traceparent: " + Parent + "\r\ntraceparent: " + Parent + "\r\n", "")]
    public void Extract_MalformedW3C_IsNotPassedOn(string sent, string left)
    {
        using var head = Head(sent);
        new Tracing(TraceMode.Both).Extract(head);
        Assert.Equal(left, Headers(head));
    }

    [Fact]
    public void Extract_RepeatedB3Headers_AreNoContext()
    {
        using var head = Head(B3Multi + B3Multi);
        Assert.False(new Tracing(TraceMode.B3).Extract(head).IsValid);
    }

    [Fact]
    public void Extract_Headers_AllocatesNothing()
    {
        var tracing = new Tracing(TraceMode.Both);
        using var with = Head(W3C + B3Multi);
        using var without = Head("");
        Run(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run(int count)
        {
            for (var i = 0; i < count; i++)
                _ = tracing.Extract(with).IsValid | tracing.Extract(without).IsValid | tracing.StartAttempt(TraceContext.None, Cluster, "GET", 1) is null;
        }
    }

    [Fact]
    public void Inject_Both_WritesBothForms()
    {
        using var head = Head(B3Single);
        new Tracing(TraceMode.Both).Inject(head, new TraceContext(1, 2, 3, SamplingDecision.NotSampled));
        Assert.Equal("b3: 00000000000000010000000000000002-0000000000000003-0\r\ntraceparent: 00-00000000000000010000000000000002-0000000000000003-00\r\n", Headers(head).ToLowerInvariant());
    }

    [Fact]
    public void Inject_Strip_TellsNothing()
    {
        using var head = Head("");
        new Tracing(TraceMode.Strip).Inject(head, new TraceContext(1, 2, 3, SamplingDecision.Sampled));
        Assert.Equal("", Headers(head));
    }

    [Fact]
    public void StartAttempt_NoListener_IsNull() => Assert.Null(new Tracing(TraceMode.Both).StartAttempt(TraceContext.None, Cluster, "GET", 1));

    [Fact]
    public void StartAttempt_Listener_MakesAClientSpanOfTheCallersTrace()
    {
        using var spans = new SpanCollector();
        var tracing = new Tracing(TraceMode.Both);
        using var head = Head(W3C);
        var context = tracing.Extract(head);
        var span = tracing.StartAttempt(context, Cluster, "GET", 2)!;
        tracing.Inject(head, TraceContext.Of(span));
        tracing.SetPeer(span, new(System.Net.IPAddress.Parse("203.0.113.9"), 443));
        tracing.Stop(span, 503, EgressErrorReason.UpstreamReset, ResponseFlags.UpstreamReset);

        var done = Assert.Single(spans.Stopped);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", done.TraceId.ToHexString());
        Assert.Equal("b7ad6b7169203331", done.ParentSpanId.ToHexString());
        Assert.Equal(ActivityKind.Client, done.Kind);
        Assert.Equal(ActivityStatusCode.Error, done.Status);
        Assert.Equal(1, done.GetTagItem("http.request.resend_count"));
        Assert.Equal(503, done.GetTagItem("http.response.status_code"));
        Assert.Equal("203.0.113.9", done.GetTagItem("network.peer.address"));
        Assert.Equal("upstream_reset", done.GetTagItem("error.type"));
        Assert.Contains($"traceparent: 00-0af7651916cd43dd8448eb211c80319c-{done.SpanId.ToHexString()}-01\r\n", Headers(head), StringComparison.Ordinal);
        Assert.Contains("tracestate: a=1\r\n", Headers(head), StringComparison.Ordinal);
    }

    [Fact]
    public void StartAttempt_CallerSaidNotSampled_IsHonoured()
    {
        using var spans = new SpanCollector();
        var tracing = new Tracing(TraceMode.Both);
        using var bare = Head("b3: 0\r\n");
        Assert.Null(tracing.StartAttempt(tracing.Extract(bare), Cluster, "GET", 1));
        using var child = Head($"traceparent: {Parent[..^1]}0\r\n");
        using var span = tracing.StartAttempt(tracing.Extract(child), Cluster, "GET", 1);
        Assert.False(span?.Recorded ?? false);
    }

    [Fact]
    public void StartAttempt_ModeOff_MakesNoSpanForAnybody()
    {
        using var spans = new SpanCollector();
        Assert.Null(new Tracing(TraceMode.Off).StartAttempt(TraceContext.None, Cluster, "GET", 1));
    }

    private static Policy.Plan.ClusterPlan Cluster { get; } = ClusterPlans.Named("api.example.com");

    private static RequestHead Head(string headers)
    {
        var head = new RequestHead();
        var bytes = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: a\r\n{headers}\r\n");
        Assert.Equal(ParseStatus.Done, head.TryParse(new ReadOnlySequence<byte>(bytes), new HttpLimits(), out _, out _));
        return head;
    }

    /// <summary>The header lines but Host.</summary>
    private static string Headers(RequestHead head)
    {
        var text = new StringBuilder();
        for (var i = 0; i < head.HeaderCount; i++)
            if (head.Known(i) != KnownHeader.Host)
                text.Append(Encoding.ASCII.GetString(head.Name(i))).Append(": ").Append(Encoding.ASCII.GetString(head.Value(i))).Append("\r\n");
        return text.ToString();
    }
}
