namespace EgressPipeline.Policy.Matching;

/// <summary>The header of one <see cref="HostTable"/> inside a host index; offsets count from the index's start.</summary>
internal static class HostTableLayout
{
    public const int Seed = 0;
    public const int PilotCount = 8;
    public const int SlotCount = 12;

    /// <summary>Bucket to pilot, 2 bytes each.</summary>
    public const int PilotsAt = 16;

    /// <summary><c>offset:24 | length:8 | position:32</c>, 8 bytes each; 0 = free.</summary>
    public const int SlotsAt = 20;

    /// <summary>Every key back to back.</summary>
    public const int KeysAt = 24;
    public const int KeysLength = 28;

    public const int Size = 32;
}
