namespace EgressPipeline;

/// <summary>What becomes of a body that is larger than a filter's bound.</summary>
public enum OverBound
{
    /// <summary>The request is refused with 413; a response is replaced by 502.</summary>
    Refuse,
    /// <summary>The body passes without the filter having seen it.</summary>
    Pass,
}
