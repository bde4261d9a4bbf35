namespace EgressPipeline.Relay;

/// <summary>Says when bytes of a relay may pass. Asked by both directions at the same time.</summary>
internal interface IRelayMeter
{
    /// <summary>Counts bytes that are about to pass. False ends the relay.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="isSending">True towards the service.</param>
    /// <param name="wait">How long they must wait first.</param>
    bool TryPass(long bytes, bool isSending, out TimeSpan wait);

    /// <summary>Waits for a part of the time.</summary>
    /// <returns>What is left.</returns>
    ValueTask<TimeSpan> WaitAsync(TimeSpan wait, CancellationToken cancellationToken);
}
