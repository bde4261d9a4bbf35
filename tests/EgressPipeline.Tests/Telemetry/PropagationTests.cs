using System.Text;
using CsCheck;
using EgressPipeline.Telemetry;
using EgressPipeline.Telemetry.Propagation;

namespace EgressPipeline.Tests.Telemetry;

public sealed class PropagationTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Span = "b7ad6b7169203331";

    private static readonly TraceContext Known = new(0x0af7651916cd43dd, 0x8448eb211c80319c, 0xb7ad6b7169203331, SamplingDecision.Sampled);

    [Theory]
    [InlineData($"00-{Trace}-{Span}-01", true)]
    [InlineData($"00-{Trace}-{Span}-ff", true)]
    [InlineData($"01-{Trace}-{Span}-01", true)]
    [InlineData($"cc-{Trace}-{Span}-01-what-the-future-holds", true)]
    [InlineData($"ff-{Trace}-{Span}-01", false)]
    [InlineData($"00-{Trace}-{Span}-01-more", false)]
    [InlineData($"01-{Trace}-{Span}-01.more", false)]
    [InlineData($"00-{Trace}-{Span}-0", false)]
    [InlineData($"00-{Trace}-{Span}-1", false)]
    [InlineData($"00-{Trace}-{Span}", false)]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", false)]
    [InlineData($"0X-{Trace}-{Span}-01", false)]
    [InlineData($"00-00000000000000000000000000000000-{Span}-01", false)]
    [InlineData($"00-{Trace}-0000000000000000-01", false)]
    [InlineData($"00_{Trace}-{Span}-01", false)]
    [InlineData($"00-{Trace}-{Span}-01, 00-{Trace}-{Span}-01", false)]
    [InlineData("", false)]
    [InlineData("-", false)]
    public void TraceParent_IsReadAsTheStandardSays(string value, bool valid)
    {
        Assert.Equal(valid, W3CTraceParent.TryParse(Encoding.ASCII.GetBytes(value), out var context));
        if (valid)
            Assert.Equal(Known, context);
    }

    [Theory]
    [InlineData("00", SamplingDecision.NotSampled)]
    [InlineData("01", SamplingDecision.Sampled)]
    [InlineData("02", SamplingDecision.NotSampled)]
    [InlineData("03", SamplingDecision.Sampled)]
    public void TraceParent_Flags_SayWhetherItIsSampled(string flags, object sampling)
    {
        Assert.True(W3CTraceParent.TryParse(Encoding.ASCII.GetBytes($"00-{Trace}-{Span}-{flags}"), out var context));
        Assert.Equal(sampling, context.Sampling);
    }

    [Fact]
    public void TraceParent_WrittenThenRead_IsTheSame() =>
        Gen.Select(Gen.ULong, Gen.ULong[1, ulong.MaxValue], Gen.ULong[1, ulong.MaxValue], Gen.Bool).Sample((high, low, span, sampled) =>
        {
            var context = new TraceContext(high, low, span, sampled ? SamplingDecision.Sampled : SamplingDecision.NotSampled);
            var text = new byte[TraceContext.TraceParentLength];
            context.WriteTraceParent(text);
            return W3CTraceParent.TryParse(text, out var read) && read == context;
        });

    [Theory]
    [InlineData("a=1", true)]
    [InlineData("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE", true)]
    [InlineData("fw529a3039@dt=FfffffffeGA, nr@x=1 2", true)]
    [InlineData("a=1,,b=2,", true)]
    [InlineData("1a=1", true)]
    [InlineData("", false)]
    [InlineData(",", false)]
    [InlineData("a", false)]
    [InlineData("a=", false)]
    [InlineData("A=1", false)]
    [InlineData("@a=1", false)]
    [InlineData("a@=1", false)]
    [InlineData("a@b@c=1", false)]
    [InlineData("a=b=c", false)]
    [InlineData("a=\u0001", false)]
    public void TraceState_Members_AreChecked(string value, bool valid) =>
        Assert.Equal(valid, W3CTraceState.IsValid(Encoding.ASCII.GetBytes(value)));

    [Fact]
    public void TraceState_MoreThan32Members_IsRefused()
    {
        Assert.True(W3CTraceState.IsValid(Encoding.ASCII.GetBytes(string.Join(',', Enumerable.Range(0, 32).Select(i => $"k{i}=1")))));
        Assert.False(W3CTraceState.IsValid(Encoding.ASCII.GetBytes(string.Join(',', Enumerable.Range(0, 33).Select(i => $"k{i}=1")))));
    }

    [Theory]
    [InlineData($"{Trace}-{Span}-1", SamplingDecision.Sampled)]
    [InlineData($"{Trace}-{Span}-0", SamplingDecision.NotSampled)]
    [InlineData($"{Trace}-{Span}-d", SamplingDecision.Debug)]
    [InlineData($"{Trace}-{Span}", SamplingDecision.Deferred)]
    [InlineData($"{Trace}-{Span}-1-05e3ac9a4f6e3b90", SamplingDecision.Sampled)]
    public void B3Single_Forms_AreRead(string value, object sampling)
    {
        Assert.True(B3.TryParseSingle(Encoding.ASCII.GetBytes(value), out var context));
        Assert.Equal(Known with { Sampling = (SamplingDecision)sampling }, context);
    }

    [Theory]
    [InlineData("0", SamplingDecision.NotSampled)]
    [InlineData("1", SamplingDecision.Sampled)]
    [InlineData("d", SamplingDecision.Debug)]
    public void B3Single_BareDecision_HasNoTrace(string value, object sampling)
    {
        Assert.True(B3.TryParseSingle(Encoding.ASCII.GetBytes(value), out var context));
        Assert.False(context.IsValid);
        Assert.Equal(sampling, context.Sampling);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("-")]
    [InlineData($"{Trace}")]
    [InlineData($"{Trace}-")]
    [InlineData($"{Trace}-{Span}-")]
    [InlineData($"{Trace}-{Span}-x")]
    [InlineData($"{Trace}-{Span}-1-")]
    [InlineData($"{Trace}-{Span}-1-{Span}0")]
    [InlineData($"{Trace}-0000000000000000-1")]
    [InlineData($"0000000000000000-{Span}-1")]
    [InlineData($"abc-{Span}-1")]
    public void B3Single_Malformed_IsRefused(string value) => Assert.False(B3.TryParseSingle(Encoding.ASCII.GetBytes(value), out _));

    [Fact]
    public void B3Single_WrittenThenRead_IsTheSame() =>
        Gen.Select(Gen.ULong, Gen.ULong[1, ulong.MaxValue], Gen.ULong[1, ulong.MaxValue], Gen.Int[0, 3]).Sample((high, low, span, sampling) =>
        {
            var context = new TraceContext(high, low, span, (SamplingDecision)sampling);
            var text = new byte[B3.MaxSingleLength];
            return B3.TryParseSingle(text.AsSpan(0, B3.WriteSingle(context, text)), out var read) && read == context;
        });

    [Theory]
    [InlineData("1", "", SamplingDecision.Sampled)]
    [InlineData("true", "", SamplingDecision.Sampled)]
    [InlineData("0", "", SamplingDecision.NotSampled)]
    [InlineData("false", "", SamplingDecision.NotSampled)]
    [InlineData("", "", SamplingDecision.Deferred)]
    [InlineData("", "1", SamplingDecision.Debug)]
    [InlineData("0", "1", SamplingDecision.Debug)]
    public void B3Multi_Sampling_IsRead(string sampled, string flags, object sampling)
    {
        Assert.True(B3.TryParseMulti(Encoding.ASCII.GetBytes(Trace), Encoding.ASCII.GetBytes(Span), Encoding.ASCII.GetBytes(sampled), Encoding.ASCII.GetBytes(flags), out var context));
        Assert.Equal(Known with { Sampling = (SamplingDecision)sampling }, context);
    }

    [Theory]
    [InlineData(Trace, "", "1")]
    [InlineData("", Span, "1")]
    [InlineData(Trace, Span, "yes")]
    [InlineData("xyz", Span, "1")]
    [InlineData("", "", "")]
    public void B3Multi_Malformed_IsRefused(string trace, string span, string sampled) =>
        Assert.False(B3.TryParseMulti(Encoding.ASCII.GetBytes(trace), Encoding.ASCII.GetBytes(span), Encoding.ASCII.GetBytes(sampled), default, out _));

    [Fact]
    public void Readers_AnyBytes_NeverThrow() =>
        Gen.Byte.Array[0, 80].Sample(bytes =>
        {
            W3CTraceParent.TryParse(bytes, out _);
            W3CTraceState.IsValid(bytes);
            B3.TryParseSingle(bytes, out _);
            B3.TryParseMulti(bytes, bytes, bytes, bytes, out _);
        });
}
