namespace EgressPipeline.LoadBalancing;

/// <summary>
/// Random numbers for endpoint choice and jitter: SplitMix64 over one shared counter, so threads share it without a
/// lock and a seed makes a test repeatable. Not for secrets.
/// </summary>
internal sealed class RandomSequence(ulong seed)
{
    private const ulong Step = 0x9E37_79B9_7F4A_7C15;

    private ulong _state = seed;

    /// <summary>Seeded by the system.</summary>
    public static RandomSequence FromSystem() => new((ulong)Random.Shared.NextInt64(long.MinValue, long.MaxValue));

    /// <summary>0 up to, not including, <paramref name="bound"/>, which is 1 or more.</summary>
    public int Next(int bound) => (int)((NextBits() >> 32) * (ulong)bound >> 32);

    /// <summary>0 up to, not including, 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Any 64 bits.</summary>
    public ulong NextBits()
    {
        var bits = Interlocked.Add(ref _state, Step);
        bits = (bits ^ bits >> 30) * 0xBF58_476D_1CE4_E5B9;
        bits = (bits ^ bits >> 27) * 0x94D0_49BB_1331_11EB;
        return bits ^ bits >> 31;
    }
}
