using EgressPipeline.Limits;
using EgressPipeline.Relay;

namespace EgressPipeline.Streams;

/// <summary>Holds a relay to the limits that its call counts for.</summary>
internal sealed class RelayMeter(CallLimits limits) : IRelayMeter
{
    /// <summary>The meter of a call; null when no limit counts its bytes.</summary>
    public static RelayMeter? For(CallLimits limits) => limits.CountsBytes ? new RelayMeter(limits) : null;

    public bool TryPass(long bytes, bool isSending, out TimeSpan wait) => limits.TryPass(bytes, isSending, out wait);

    public ValueTask<TimeSpan> WaitAsync(TimeSpan wait, CancellationToken cancellationToken) => limits.WaitAsync(wait, cancellationToken);
}
