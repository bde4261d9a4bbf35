namespace EgressPipeline.Filters;

/// <summary>What happened to a filter during a request.</summary>
[Flags]
internal enum FilterMarks : byte
{
    None = 0,

    /// <summary>It was called: it will be told how the request ended.</summary>
    Called = 1,

    /// <summary>It failed: its other phases are left out.</summary>
    Out = 2,

    /// <summary>It has redirected the request: its request phase is not called again.</summary>
    Redirected = 4,

    /// <summary>The rules that say for which requests it is asked were evaluated.</summary>
    Judged = 8,

    /// <summary>They say that it is asked about this one.</summary>
    Asked = 16,
}
