namespace EgressPipeline;

/// <summary>The kinds of <see cref="BodyAccess"/>.</summary>
public enum BodyMode
{
    /// <summary>The body is not read.</summary>
    None,
    /// <summary>Every piece, unchanged.</summary>
    Observe,
    /// <summary>Every piece, replaceable.</summary>
    Transform,
    /// <summary>Every piece, replaceable; the length of the whole stays.</summary>
    Rewrite,
    /// <summary>The whole body; a larger one is refused.</summary>
    BufferOrRefuse,
    /// <summary>The whole body; a larger one passes without the filter being called.</summary>
    BufferOrPass,
    /// <summary>The first bytes.</summary>
    Prefix,
}
