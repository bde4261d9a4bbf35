namespace EgressPipeline.Telemetry.Propagation;

/// <summary>Zipkin's B3 headers, the single one and the x-b3 ones, with 64 and 128-bit trace ids.</summary>
internal static class B3
{
    /// <summary>Bytes of the longest single value we write: 128-bit trace, span, sampling.</summary>
    public const int MaxSingleLength = 32 + 1 + 16 + 2;

    /// <summary>Reads <c>trace-span[-sampling[-parent]]</c> or a bare sampling decision.</summary>
    public static bool TryParseSingle(ReadOnlySpan<byte> value, out TraceContext context)
    {
        context = TraceContext.None;
        if (value.Length == 1)
            return TryDecision(value, out context);
        var dash = value.IndexOf((byte)'-');
        if (dash < 0 || !TryTraceId(value[..dash], out var high, out var low))
            return false;
        var rest = value[(dash + 1)..];
        if (rest.Length < 16 || !Hex.TryRead(rest[..16], out var span) || !TryTail(rest[16..], out var sampling))
            return false;
        context = new TraceContext(high, low, span, sampling);
        return context.IsValid;
    }

    /// <summary>Reads the separate headers; an absent one is an empty span.</summary>
    /// <param name="traceId"><c>x-b3-traceid</c>.</param>
    /// <param name="spanId"><c>x-b3-spanid</c>.</param>
    /// <param name="sampled"><c>x-b3-sampled</c>: 0 or 1, of old also true or false.</param>
    /// <param name="flags"><c>x-b3-flags</c>: 1 = debug.</param>
    /// <param name="context">What they say.</param>
    public static bool TryParseMulti(ReadOnlySpan<byte> traceId, ReadOnlySpan<byte> spanId, ReadOnlySpan<byte> sampled, ReadOnlySpan<byte> flags, out TraceContext context)
    {
        context = TraceContext.None;
        var sampling = SamplingDecision.Deferred;
        if (flags.SequenceEqual("1"u8))
            sampling = SamplingDecision.Debug;
        else if (!sampled.IsEmpty && !TrySampled(sampled, out sampling))
            return false;
        if (traceId.IsEmpty && spanId.IsEmpty)
        {
            context = new TraceContext(0, 0, 0, sampling);
            return sampling != SamplingDecision.Deferred;
        }
        if (!TryTraceId(traceId, out var high, out var low) || !Hex.TryRead(spanId, out var span))
            return false;
        context = new TraceContext(high, low, span, sampling);
        return context.IsValid;
    }

    /// <summary>Writes the single value of a valid context.</summary>
    /// <returns>Bytes written, at most <see cref="MaxSingleLength"/>.</returns>
    public static int WriteSingle(in TraceContext context, Span<byte> destination)
    {
        var length = WriteTraceId(context, destination);
        destination[length++] = (byte)'-';
        Hex.Write(context.SpanId, destination[length..]);
        length += 16;
        if (context.Sampling == SamplingDecision.Deferred)
            return length;
        destination[length++] = (byte)'-';
        destination[length++] = context.Sampling switch
        {
            SamplingDecision.Debug => (byte)'d',
            SamplingDecision.Sampled => (byte)'1',
            _ => (byte)'0',
        };
        return length;
    }

    /// <summary>Writes the trace id: 16 digits when that is what came, else 32.</summary>
    public static int WriteTraceId(in TraceContext context, Span<byte> destination)
    {
        var length = 0;
        if (context.TraceHigh != 0)
        {
            Hex.Write(context.TraceHigh, destination);
            length = 16;
        }
        Hex.Write(context.TraceLow, destination[length..]);
        return length + 16;
    }

    private static bool TryTraceId(ReadOnlySpan<byte> text, out ulong high, out ulong low)
    {
        high = 0;
        low = 0;
        return text.Length switch
        {
            16 => Hex.TryRead(text, out low),
            32 => Hex.TryRead(text[..16], out high) && Hex.TryRead(text[16..], out low),
            _ => false,
        };
    }

    // What follows the span id: nothing, "-s", or "-s-parent". The parent is of no use here, but must be well-formed.
    private static bool TryTail(ReadOnlySpan<byte> tail, out SamplingDecision sampling)
    {
        sampling = SamplingDecision.Deferred;
        if (tail.IsEmpty)
            return true;
        if (tail.Length < 2 || tail[0] != '-')
            return false;
        if (!TryDecision(tail[1..2], out var decision))
            return false;
        sampling = decision.Sampling;
        return tail.Length == 2 || (tail.Length == 19 && tail[2] == '-' && Hex.TryRead(tail[3..], out _));
    }

    private static bool TryDecision(ReadOnlySpan<byte> text, out TraceContext context)
    {
        context = text[0] switch
        {
            (byte)'0' => new TraceContext(0, 0, 0, SamplingDecision.NotSampled),
            (byte)'1' => new TraceContext(0, 0, 0, SamplingDecision.Sampled),
            (byte)'d' => new TraceContext(0, 0, 0, SamplingDecision.Debug),
            _ => TraceContext.None,
        };
        return context.Sampling != SamplingDecision.Deferred;
    }

    private static bool TrySampled(ReadOnlySpan<byte> text, out SamplingDecision sampling)
    {
        sampling = text.SequenceEqual("1"u8) || text.SequenceEqual("true"u8) ? SamplingDecision.Sampled
            : text.SequenceEqual("0"u8) || text.SequenceEqual("false"u8) ? SamplingDecision.NotSampled
            : SamplingDecision.Deferred;
        return sampling != SamplingDecision.Deferred;
    }
}
