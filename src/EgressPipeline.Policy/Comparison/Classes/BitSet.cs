namespace EgressPipeline.Policy.Comparison.Classes;

/// <summary>An immutable set of small numbers below a fixed count.</summary>
internal sealed class BitSet : IEquatable<BitSet>
{
    private readonly ulong[] _words;

    private BitSet(ulong[] words, int count)
    {
        _words = words;
        Count = count;
    }

    /// <summary>How many numbers there are, members or not.</summary>
    public int Count { get; }

    public bool this[int index] => (_words[index >> 6] >> (index & 63) & 1) != 0;

    public bool IsEmpty => Array.TrueForAll(_words, word => word == 0);

    public bool IsFull => Invert().IsEmpty;

    /// <summary>The members, ascending.</summary>
    public IEnumerable<int> Members
    {
        get
        {
            for (var i = 0; i < Count; i++)
                if (this[i])
                    yield return i;
        }
    }

    public static BitSet Empty(int count) => new(new ulong[(count + 63) >> 6], count);

    public static BitSet Of(int count, Predicate<int> isMember)
    {
        var words = new ulong[(count + 63) >> 6];
        for (var i = 0; i < count; i++)
            if (isMember(i))
                words[i >> 6] |= 1UL << (i & 63);
        return new BitSet(words, count);
    }

    public BitSet And(BitSet other) => Combine(other, (a, b) => a & b);

    public BitSet Or(BitSet other) => Combine(other, (a, b) => a | b);

    public BitSet Without(BitSet other) => Combine(other, (a, b) => a & ~b);

    public BitSet Invert()
    {
        var words = new ulong[_words.Length];
        for (var i = 0; i < words.Length; i++)
            words[i] = ~_words[i];
        if ((Count & 63) != 0)
            words[words.Length - 1] &= (1UL << (Count & 63)) - 1;
        return new BitSet(words, Count);
    }

    public bool Overlaps(BitSet other)
    {
        for (var i = 0; i < _words.Length; i++)
            if ((_words[i] & other._words[i]) != 0)
                return true;
        return false;
    }

    public bool IsSubsetOf(BitSet other)
    {
        for (var i = 0; i < _words.Length; i++)
            if ((_words[i] & ~other._words[i]) != 0)
                return false;
        return true;
    }

    public int CountMembers()
    {
        var count = 0;
        foreach (var word in _words)
            for (var rest = word; rest != 0; rest &= rest - 1)
                count++;
        return count;
    }

    public bool Equals(BitSet? other) => other is not null && Count == other.Count && _words.AsSpan().SequenceEqual(other._words);

    public override bool Equals(object? obj) => Equals(obj as BitSet);

    public override int GetHashCode()
    {
        var hash = (ulong)Count;
        foreach (var word in _words)
            hash = (hash ^ word) * 0x9E3779B97F4A7C15UL;
        return (int)(hash >> 32);
    }

    private BitSet Combine(BitSet other, Func<ulong, ulong, ulong> combine)
    {
        var words = new ulong[_words.Length];
        for (var i = 0; i < words.Length; i++)
            words[i] = combine(_words[i], other._words[i]);
        return new BitSet(words, Count);
    }
}
