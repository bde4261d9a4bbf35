namespace EgressPipeline.Http.Http2;

/// <summary>Which fields an encoder remembers.</summary>
internal enum HpackIndexing
{
    /// <summary>It repeats: the table is for it.</summary>
    Keep,

    /// <summary>It changes with every message.</summary>
    Without,

    /// <summary>A secret: nobody on the way may keep it either.</summary>
    Never,
}
