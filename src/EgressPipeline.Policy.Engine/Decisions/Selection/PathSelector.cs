namespace EgressPipeline.Policy.Decisions.Selection;

/// <summary>Entries that ask for a path, or for what it begins with.</summary>
/// <param name="exact">By the hash of the whole path.</param>
/// <param name="lengths">Lengths of beginnings, ascending.</param>
/// <param name="beginnings">For each length, by the hash of the beginning.</param>
internal sealed class PathSelector(HashedPositions exact, int[] lengths, HashedPositions[] beginnings)
{
    public PathWalk Walk() => new(this);

    /// <summary>Goes along a path once and stops wherever entries stand under what was passed.</summary>
    internal ref struct PathWalk(PathSelector selector)
    {
        private ulong _hash = PathHash.Empty;
        private int _at;
        private int _next;

        /// <summary>The next positions that the path leads to; there may be none of them. False at its end.</summary>
        public bool TryNext(ReadOnlySpan<byte> path, out ReadOnlySpan<int> positions)
        {
            positions = default;
            if (_next < selector.Lengths.Length && selector.Lengths[_next] <= path.Length)
            {
                Advance(path, selector.Lengths[_next]);
                positions = selector.Beginnings[_next++].Of(_hash);
                return true;
            }
            if (_next > selector.Lengths.Length || selector.Exact.IsEmpty)
                return false;
            Advance(path, path.Length);
            positions = selector.Exact.Of(_hash);
            _next = selector.Lengths.Length + 1;
            return true;
        }

        private void Advance(ReadOnlySpan<byte> path, int to)
        {
            for (; _at < to; _at++)
                _hash = PathHash.Add(_hash, path[_at]);
        }
    }

    private HashedPositions Exact { get; } = exact;

    private int[] Lengths { get; } = lengths;

    private HashedPositions[] Beginnings { get; } = beginnings;
}
