namespace EgressPipeline.Telemetry.Propagation;

/// <summary>The <c>traceparent</c> header, read as strictly as W3C Trace Context (level 1 and 2) says.</summary>
internal static class W3CTraceParent
{
    /// <summary>Reads <c>version-trace-parent-flags</c>. False for anything malformed, all-zero ids and version ff.</summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out TraceContext context)
    {
        context = TraceContext.None;
        if (value.Length < TraceContext.TraceParentLength || value[2] != '-' || value[35] != '-' || value[52] != '-')
            return false;
        if (!Hex.TryReadByte(value[..2], out var version) || version == 0xFF)
            return false;
        // Version 00 has exactly four fields; a later one may have more, which are not understood and so not kept.
        if (value.Length > TraceContext.TraceParentLength && (version == 0 || value[TraceContext.TraceParentLength] != '-'))
            return false;
        if (!Hex.TryRead(value[3..19], out var high) || !Hex.TryRead(value[19..35], out var low)
            || !Hex.TryRead(value[36..52], out var span) || !Hex.TryReadByte(value[53..55], out var flags))
            return false;
        context = new TraceContext(high, low, span, (flags & 1) != 0 ? SamplingDecision.Sampled : SamplingDecision.NotSampled);
        return context.IsValid;
    }
}
