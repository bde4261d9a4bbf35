using EgressPipeline;

namespace RateLimit;

/// <summary>What a call took, and what its response tells of it.</summary>
internal sealed class HeldPermit : IFilterState
{
    public IDisposable? Lease { get; set; }

    /// <summary>Permits left after this call, or -1.</summary>
    public long Remaining { get; set; } = -1;

    public void Reset()
    {
        Lease?.Dispose();
        Lease = null;
        Remaining = -1;
    }
}
