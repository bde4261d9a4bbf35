namespace EgressPipeline.Hosting;

/// <summary>Which trace headers are read from a call, and which may leave with its attempts.</summary>
[Flags]
internal enum TraceMode
{
    /// <summary>Headers pass untouched, no spans are made.</summary>
    Off = 0,
    /// <summary><c>traceparent</c> and <c>tracestate</c> leave; B3 is read when they are missing, and removed.</summary>
    W3C = 1,
    /// <summary><c>b3</c> and <c>x-b3-*</c> leave; W3C is read when they are missing, and removed.</summary>
    B3 = 2,
    /// <summary>Either is read and passes on; a span of ours is written to both.</summary>
    Both = W3C | B3,
    /// <summary>Spans are made, but nothing of a trace (baggage included) is told to the outside.</summary>
    Strip = 4,
}
