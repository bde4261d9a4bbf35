using EgressPipeline.Http;

namespace EgressPipeline.Telemetry.Propagation;

/// <summary>Trace headers of a message head: read, written and removed. Allocates nothing.</summary>
internal static class TraceHeaders
{
    /// <summary>One more than the longest good value of a separate B3 header.</summary>
    private const int MaxB3Value = 33;

    /// <summary>Reads W3C headers. False when there are none, or malformed ones.</summary>
    public static bool TryReadW3C(HttpHead head, out TraceContext context)
    {
        context = TraceContext.None;
        return head.TryGet(KnownHeader.Traceparent, out var value) && W3CTraceParent.TryParse(value, out context);
    }

    /// <summary>Reads B3 headers, the single one before the others. False when there are none, or malformed ones.</summary>
    public static bool TryReadB3(HttpHead head, out TraceContext context)
    {
        if (head.TryGet(KnownHeader.B3, out var single) && B3.TryParseSingle(single, out context))
            return true;
        context = TraceContext.None;
        if (!head.Contains(KnownHeader.XB3TraceId) && !head.Contains(KnownHeader.XB3Sampled) && !head.Contains(KnownHeader.XB3Flags))
            return false;
        // Copied aside: a value is only valid until the next look-up.
        Span<byte> copies = stackalloc byte[4 * MaxB3Value];
        return B3.TryParseMulti(
            Copy(head, KnownHeader.XB3TraceId, copies),
            Copy(head, KnownHeader.XB3SpanId, copies[MaxB3Value..]),
            Copy(head, KnownHeader.XB3Sampled, copies[(2 * MaxB3Value)..]),
            Copy(head, KnownHeader.XB3Flags, copies[(3 * MaxB3Value)..]),
            out context);
    }

    public static void WriteW3C(HttpHead head, in TraceContext context)
    {
        Span<byte> value = stackalloc byte[TraceContext.TraceParentLength];
        context.WriteTraceParent(value);
        head.Set(KnownHeader.Traceparent, value);
    }

    /// <summary>Writes the form that is there already: the single header, or else the separate ones that most services read.</summary>
    public static void WriteB3(HttpHead head, in TraceContext context)
    {
        Span<byte> value = stackalloc byte[B3.MaxSingleLength];
        if (head.Contains(KnownHeader.B3))
        {
            head.Set(KnownHeader.B3, value[..B3.WriteSingle(context, value)]);
            return;
        }
        head.Set(KnownHeader.XB3TraceId, value[..B3.WriteTraceId(context, value)]);
        Hex.Write(context.SpanId, value);
        head.Set(KnownHeader.XB3SpanId, value[..16]);
        head.Remove(KnownHeader.XB3ParentSpanId);
        if (context.Sampling == SamplingDecision.Debug)
            head.Set(KnownHeader.XB3Flags, "1"u8);
        else if (context.Sampling != SamplingDecision.Deferred)
            head.Set(KnownHeader.XB3Sampled, context.IsSampled ? "1"u8 : "0"u8);
    }

    public static void RemoveW3C(HttpHead head)
    {
        head.Remove(KnownHeader.Traceparent);
        head.Remove(KnownHeader.Tracestate);
    }

    public static void RemoveB3(HttpHead head)
    {
        head.Remove(KnownHeader.B3);
        head.Remove(KnownHeader.XB3TraceId);
        head.Remove(KnownHeader.XB3SpanId);
        head.Remove(KnownHeader.XB3ParentSpanId);
        head.Remove(KnownHeader.XB3Sampled);
        head.Remove(KnownHeader.XB3Flags);
    }

    /// <summary>Removes what the standard forbids to pass on: a malformed traceparent, a tracestate without a good one, a malformed tracestate.</summary>
    public static void RemoveMalformedW3C(HttpHead head, bool parentIsGood)
    {
        if (!parentIsGood)
            RemoveW3C(head);
        else if (head.TryGet(KnownHeader.Tracestate, out var state) && !W3CTraceState.IsValid(state))
            head.Remove(KnownHeader.Tracestate);
    }

    // A longer value is cut to one that is still too long to be valid.
    private static ReadOnlySpan<byte> Copy(HttpHead head, KnownHeader name, Span<byte> destination)
    {
        if (!head.TryGet(name, out var value))
            return default;
        var copy = destination[..Math.Min(value.Length, MaxB3Value)];
        value[..copy.Length].CopyTo(copy);
        return copy;
    }
}
