using EgressPipeline.Listening;

namespace EgressPipeline.Relay;

/// <summary>What bounds one relay.</summary>
/// <param name="IdleTimeout">The longest time without a byte in either direction; zero or less means no bound.</param>
/// <param name="Heartbeat">The clock that watches it; the bounds are met up to one beat late.</param>
internal sealed record RelayLimits(TimeSpan IdleTimeout, Heartbeat Heartbeat)
{
    /// <summary>The longest time in all, after which both sides are reset; zero means no bound.</summary>
    public TimeSpan MaxDuration { get; init; }

    /// <summary>Says when bytes may pass; null = at once.</summary>
    public IRelayMeter? Meter { get; init; }
}
