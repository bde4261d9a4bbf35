namespace EgressPipeline.Http2;

/// <summary>How far an answer got into frames.</summary>
internal enum FramingStatus
{
    /// <summary>Everything that was written is framed; more will come.</summary>
    NeedMore,

    /// <summary>A window or the bound of unsent bytes is in the way.</summary>
    Blocked,

    /// <summary>The answer is complete.</summary>
    Done,

    /// <summary>What was written is no HTTP/1.1: a bug of this process.</summary>
    Broken,
}
