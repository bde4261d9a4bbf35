using EgressPipeline.Policy.Comparison.Classes;

namespace EgressPipeline.Policy.Comparison.Boxes;

/// <summary>
/// A set of calls that is a product: for each field a set of classes, null where any will do. Immutable. No field's set is
/// empty, so a box is never empty.
/// </summary>
internal sealed class Box(BitSet?[] sides) : IEquatable<Box>
{
    public int Fields => sides.Length;

    public BitSet? this[int field] => sides[field];

    public bool IsEverything => Array.TrueForAll(sides, side => side is null);

    public static Box Everything(int fields) => new(new BitSet?[fields]);

    /// <summary>The box with another set for one field; a full set is "any".</summary>
    public Box With(int field, BitSet set)
    {
        var copy = (BitSet?[])sides.Clone();
        copy[field] = set.IsFull ? null : set;
        return new Box(copy);
    }

    /// <summary>What is in both; null when nothing is.</summary>
    public Box? And(Box other)
    {
        var both = new BitSet?[sides.Length];
        for (var i = 0; i < both.Length; i++)
        {
            var (mine, theirs) = (sides[i], other[i]);
            both[i] = mine is null ? theirs : theirs is null ? mine : mine.And(theirs);
            if (both[i] is { IsEmpty: true })
                return null;
        }
        return new Box(both);
    }

    public bool Overlaps(Box other)
    {
        for (var i = 0; i < sides.Length; i++)
            if (sides[i] is { } mine && other[i] is { } theirs && !mine.Overlaps(theirs))
                return false;
        return true;
    }

    public bool Contains(Box other)
    {
        for (var i = 0; i < sides.Length; i++)
            if (sides[i] is { } mine && (other[i] is not { } theirs || !theirs.IsSubsetOf(mine)))
                return false;
        return true;
    }

    public bool Equals(Box? other)
    {
        if (other is null || other.Fields != Fields)
            return false;
        for (var i = 0; i < sides.Length; i++)
            if (!Equals(sides[i], other[i]))
                return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Box);

    public override int GetHashCode()
    {
        var hash = 17;
        foreach (var side in sides)
            hash = hash * 31 + (side?.GetHashCode() ?? 0);
        return hash;
    }
}
