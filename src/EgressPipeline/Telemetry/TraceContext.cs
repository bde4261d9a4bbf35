using System.Buffers.Binary;
using System.Diagnostics;
using EgressPipeline.Telemetry.Propagation;

namespace EgressPipeline.Telemetry;

/// <summary>The place of a call in a trace, as its headers said it: W3C trace context or B3. A value; 0 allocations.</summary>
/// <param name="TraceHigh">First eight bytes of the trace id; 0 for B3's 64-bit ids.</param>
/// <param name="TraceLow">Last eight bytes of the trace id.</param>
/// <param name="SpanId">Id of the caller's span.</param>
/// <param name="Sampling">What the caller decided about recording.</param>
internal readonly record struct TraceContext(ulong TraceHigh, ulong TraceLow, ulong SpanId, SamplingDecision Sampling)
{
    /// <summary>Bytes of a <c>traceparent</c> value.</summary>
    public const int TraceParentLength = 55;

    /// <summary>"No trace".</summary>
    public static TraceContext None => default;

    /// <summary>True when there is a trace to continue. A bare sampling decision has none.</summary>
    public bool IsValid => (TraceHigh | TraceLow) != 0 && SpanId != 0;

    public bool IsSampled => Sampling is SamplingDecision.Sampled or SamplingDecision.Debug;

    public static TraceContext Of(Activity activity)
    {
        Span<byte> id = stackalloc byte[16];
        activity.TraceId.CopyTo(id);
        var high = BinaryPrimitives.ReadUInt64BigEndian(id);
        var low = BinaryPrimitives.ReadUInt64BigEndian(id[8..]);
        activity.SpanId.CopyTo(id[..8]);
        return new TraceContext(high, low, BinaryPrimitives.ReadUInt64BigEndian(id), activity.Recorded ? SamplingDecision.Sampled : SamplingDecision.NotSampled);
    }

    /// <summary>Writes <c>00-trace-span-flags</c>; the context must be valid.</summary>
    /// <param name="destination">At least <see cref="TraceParentLength"/> bytes.</param>
    public void WriteTraceParent(Span<byte> destination)
    {
        "00-"u8.CopyTo(destination);
        Hex.Write(TraceHigh, destination[3..]);
        Hex.Write(TraceLow, destination[19..]);
        destination[35] = (byte)'-';
        Hex.Write(SpanId, destination[36..]);
        (IsSampled ? "-01"u8 : "-00"u8).CopyTo(destination[52..]);
    }

    /// <summary>The same for <see cref="ActivitySource"/>; <paramref name="state"/> is the tracestate to keep.</summary>
    public ActivityContext ToActivityContext(string? state)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(id, TraceHigh);
        BinaryPrimitives.WriteUInt64BigEndian(id[8..], TraceLow);
        var trace = ActivityTraceId.CreateFromBytes(id);
        BinaryPrimitives.WriteUInt64BigEndian(id, SpanId);
        return new ActivityContext(trace, ActivitySpanId.CreateFromBytes(id[..8]), IsSampled ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None, state, isRemote: true);
    }
}
