namespace DataGuard.Patterns;

/// <summary>A state while an automaton is built: the positions reached.</summary>
/// <param name="Positions">In order, without those of <paramref name="StartedBy"/>.</param>
/// <param name="StartedBy">The class of bytes whose starting positions are reached as well: there may be thousands. <see cref="Nothing"/> = none.</param>
/// <param name="IsStart">A match may start here as well.</param>
/// <param name="AfterWord">The byte before was a word character; always false where that does not matter.</param>
internal sealed record DfaState(int[] Positions, int StartedBy, bool IsStart, bool AfterWord)
{
    public const int Nothing = -1;

    public bool Equals(DfaState? other) =>
        other is not null && StartedBy == other.StartedBy && IsStart == other.IsStart && AfterWord == other.AfterWord && Positions.AsSpan().SequenceEqual(other.Positions);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Positions.AsSpan()));
        hash.Add(StartedBy);
        hash.Add(AfterWord);
        return hash.ToHashCode();
    }
}
