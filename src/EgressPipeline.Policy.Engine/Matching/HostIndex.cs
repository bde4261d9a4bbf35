namespace EgressPipeline.Policy.Matching;

/// <summary>
/// Host patterns to positions: an exact name wins, then the wildcard with the longest suffix. <c>*.example.com</c> matches
/// any number of labels below <c>example.com</c>, never the apex; <c>*example.com</c> matches whatever ends so, never
/// nothing. Immutable, safe for concurrent use.
/// </summary>
public sealed class HostIndex
{
    private readonly byte[] _bytes;

    private HostIndex(byte[] bytes) => _bytes = bytes;

    /// <summary>The whole index as it stands in a plan image (<see cref="HostIndexLayout"/>).</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Indexes patterns by position. Patterns must differ (ASCII case apart) and be at most 254 bytes long.</summary>
    public static HostIndex Build(IReadOnlyList<string> patterns) => new(HostIndexBuilder.Build(patterns));

    /// <summary>Takes over an index that was made elsewhere; null with the reason when it is not the index of these patterns.</summary>
    internal static HostIndex? TryLoad(ReadOnlySpan<byte> bytes, IReadOnlyList<string> patterns, out string? error)
    {
        error = HostIndexCheck.FirstError(bytes, patterns);
        return error is null ? new HostIndex(bytes.ToArray()) : null;
    }

    /// <summary>The position of the most specific pattern that matches a normalised host, or -1. 0 bytes are allocated.</summary>
    public int Find(ReadOnlySpan<byte> host) => HostIndexSearch.Find(_bytes, host);
}
