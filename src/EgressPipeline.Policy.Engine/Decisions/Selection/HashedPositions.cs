namespace EgressPipeline.Policy.Decisions.Selection;

/// <summary>
/// Ascending positions by hash. Texts of one hash share their positions: whoever looks one up tests what it finds. Open
/// addressing, at most half full.
/// </summary>
internal sealed class HashedPositions
{
    private readonly ulong[] _hashes;
    private readonly int[][] _positions;

    private HashedPositions(int slots)
    {
        _hashes = new ulong[slots];
        _positions = new int[slots][];
    }

    public bool IsEmpty { get; private set; }

    public static HashedPositions Build(List<(ulong Hash, int Position)> entries)
    {
        var slots = 2;
        while (slots < 2 * entries.Count)
            slots *= 2;
        var table = new HashedPositions(slots) { IsEmpty = entries.Count == 0 };
        foreach (var group in entries.GroupBy(entry => entry.Hash))
        {
            var at = table.Find(group.Key);
            table._hashes[at] = group.Key;
            table._positions[at] = [.. group.Select(entry => entry.Position)];
        }
        return table;
    }

    /// <summary>The positions of a hash; none when it is not there.</summary>
    public ReadOnlySpan<int> Of(ulong hash) => _positions[Find(hash)];

    private int Find(ulong hash)
    {
        // The low bits of the product hash depend on the low bits of the text alone: take the high ones in.
        for (var i = (int)(hash ^ (hash >> 32)); ; i++)
        {
            var at = i & (_hashes.Length - 1);
            if (_positions[at] is null || _hashes[at] == hash)
                return at;
        }
    }
}
