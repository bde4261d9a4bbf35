using EgressPipeline.Policy.Comparison.Classes;

namespace EgressPipeline.Policy.Comparison.Boxes;

/// <summary>Unions of boxes. Exact; a list stands for the union of its boxes, which may overlap.</summary>
internal static class BoxAlgebra
{
    /// <summary>What of a box lies in none of others, as boxes that do not overlap.</summary>
    public static List<Box> Subtract(Box box, IEnumerable<Box> others, WorkBudget budget)
    {
        var rest = new List<Box> { box };
        foreach (var other in others)
        {
            if (rest.Count == 0 || budget.IsSpent)
                break;
            var next = new List<Box>();
            foreach (var piece in rest)
                Subtract(piece, other, next);
            if (!budget.Take(next.Count))
                return [];
            rest = next;
        }
        return rest;
    }

    public static List<Box> Subtract(IEnumerable<Box> boxes, IReadOnlyList<Box> others, WorkBudget budget)
    {
        var rest = new List<Box>();
        foreach (var box in boxes)
            rest.AddRange(Subtract(box, others, budget));
        return rest;
    }

    public static List<Box> And(IEnumerable<Box> left, IReadOnlyList<Box> right, WorkBudget budget)
    {
        var both = new HashSet<Box>();
        foreach (var a in left)
            foreach (var b in right)
                if (a.And(b) is { } box && both.Add(box) && !budget.Take(1))
                    return [];
        return [.. both];
    }

    /// <summary>Those boxes that lie in no single one of the others: only they can reach where the others do not.</summary>
    public static List<Box> NotContained(IEnumerable<Box> boxes, IReadOnlyList<Box> others)
    {
        var known = new HashSet<Box>(others);
        var rest = new List<Box>();
        foreach (var box in boxes)
            if (!known.Contains(box) && !others.Any(other => other.Contains(box)))
                rest.Add(box);
        return rest;
    }

    /// <summary>The same calls in fewer boxes: boxes that differ in one field become one, boxes inside others go.</summary>
    public static List<Box> Merge(IEnumerable<Box> boxes)
    {
        var list = new List<Box>(new HashSet<Box>(boxes));
        for (var changed = true; changed;)
        {
            changed = false;
            for (var field = 0; list.Count > 1 && field < list[0].Fields; field++)
                changed |= MergeAlong(field, ref list);
        }
        return list.FindAll(box => !list.Exists(other => !ReferenceEquals(box, other) && other.Contains(box)));
    }

    private static bool MergeAlong(int field, ref List<Box> list)
    {
        var merged = new Dictionary<Box, Box>();
        var order = new List<Box>();
        foreach (var box in list)
        {
            // The box without the field is what those that can become one have in common.
            var others = box[field] is { } set ? box.With(field, set.Or(set.Invert())) : box;
            if (!merged.TryGetValue(others, out var same))
                order.Add(others);
            merged[others] = same is null ? box : Union(same, box, field);
        }
        var changed = order.Count < list.Count;
        list = order.ConvertAll(others => merged[others]);
        return changed;
    }

    private static Box Union(Box left, Box right, int field) =>
        left[field] is { } a && right[field] is { } b ? left.With(field, a.Or(b)) : left[field] is null ? left : right;

    // Field by field: the part outside of the other, then on with the part inside.
    private static void Subtract(Box box, Box other, List<Box> rest)
    {
        if (!box.Overlaps(other))
        {
            rest.Add(box);
            return;
        }
        for (var field = 0; field < box.Fields; field++)
        {
            if (other[field] is not { } theirs)
                continue;
            var mine = box[field];
            var outside = mine is null ? theirs.Invert() : mine.Without(theirs);
            if (outside.IsEmpty)
                continue;
            rest.Add(box.With(field, outside));
            box = box.With(field, mine is null ? theirs : mine.And(theirs));
        }
    }
}
