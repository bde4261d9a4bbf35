namespace EgressPipeline;

/// <summary>What a filter remembers about one request. Kept and reused by the host, so that a request allocates nothing.</summary>
public interface IFilterState
{
    /// <summary>
    /// Makes it as good as new. Called when the request is over and before the next one gets it. Must release or clear everything
    /// that belonged to the request; an exception drops the object.
    /// </summary>
    void Reset();
}
