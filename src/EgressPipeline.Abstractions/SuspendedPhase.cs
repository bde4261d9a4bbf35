namespace EgressPipeline;

/// <summary>An open phase that waits, see <see cref="EgressExchange.SuspendPhase"/>.</summary>
public readonly record struct SuspendedPhase
{
    internal SuspendedPhase(int epoch, int slot, FilterCapabilities capabilities)
    {
        Epoch = epoch;
        Slot = slot;
        Capabilities = capabilities;
    }

    internal int Epoch { get; }

    internal int Slot { get; }

    internal FilterCapabilities Capabilities { get; }
}
