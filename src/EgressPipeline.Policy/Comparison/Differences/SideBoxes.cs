using EgressPipeline.Policy.Comparison.Boxes;
using EgressPipeline.Policy.Comparison.Classes;
using EgressPipeline.Policy.Comparison.Sides;

namespace EgressPipeline.Policy.Comparison.Differences;

/// <summary>A side as sets of calls.</summary>
internal sealed class SideBoxes
{
    public SideBoxes(Side side, FieldClasses[] fields)
    {
        var everything = Box.Everything(fields.Length);
        IsRefused = side.IsRefused;
        Allow = side.Allow is null ? [everything] : Boxes(side.Allow, fields);
        Deny = Boxes(side.Deny, fields);
        Audit = Boxes(side.Audit, fields);
        Steps = [.. side.Routes.Select(step => BoxOf(step.Match, fields))];
        var routed = new List<Box>();
        foreach (var step in Steps)
            if (step is not null)
                routed.Add(step);
        Routed = routed.Exists(box => box.IsEverything) ? [everything] : BoxAlgebra.Merge(routed);
    }

    public bool IsRefused { get; }
    public IReadOnlyList<Box> Allow { get; }
    public IReadOnlyList<Box> Deny { get; }
    public IReadOnlyList<Box> Audit { get; }

    /// <summary>What the routes match, in order; null = nothing.</summary>
    public IReadOnlyList<Box?> Steps { get; }

    /// <summary>What any route matches.</summary>
    public IReadOnlyList<Box> Routed { get; }

    private static List<Box> Boxes(IEnumerable<Conjunction> conjunctions, FieldClasses[] fields)
    {
        var boxes = new HashSet<Box>();
        foreach (var conjunction in conjunctions)
            if (BoxOf(conjunction, fields) is { } box)
                boxes.Add(box);
        return BoxAlgebra.Merge(boxes);
    }

    private static Box? BoxOf(Conjunction conjunction, FieldClasses[] fields)
    {
        var box = Box.Everything(fields.Length);
        foreach (var condition in conjunction.Conditions)
        {
            var field = Array.FindIndex(fields, f => f.Dimension == condition.Dimension);
            var holding = fields[field].Holding(condition);
            var both = box[field] is { } before ? before.And(holding) : holding;
            if (both.IsEmpty)
                return null;
            box = box.With(field, both);
        }
        return box;
    }
}
