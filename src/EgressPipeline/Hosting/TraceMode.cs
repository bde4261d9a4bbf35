namespace EgressPipeline.Hosting;

/// <summary>Which trace headers are read from a call and written to its attempts.</summary>
[Flags]
internal enum TraceMode
{
    /// <summary>Headers pass untouched, no spans are made.</summary>
    Off = 0,
    /// <summary><c>traceparent</c> and <c>tracestate</c>.</summary>
    W3C = 1,
    /// <summary><c>b3</c> and <c>x-b3-*</c>.</summary>
    B3 = 2,
    /// <summary>Either is read, both are written.</summary>
    Both = W3C | B3,
}
