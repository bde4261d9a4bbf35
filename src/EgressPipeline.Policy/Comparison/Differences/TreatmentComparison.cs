using EgressPipeline.Policy.Comparison.Boxes;
using EgressPipeline.Policy.Comparison.Sides;

namespace EgressPipeline.Policy.Comparison.Differences;

/// <summary>Finds the calls that both sides allow and treat in different ways.</summary>
internal sealed class TreatmentComparison(SideBoxes left, SideBoxes right, WorkBudget budget)
{
    private readonly AllowedByBoth _allowed = new(left, right, budget);

    public List<Difference> Find(IReadOnlyList<RouteStep> leftSteps, IReadOnlyList<RouteStep> rightSteps)
    {
        var found = new List<Difference>();
        if (IsSame(leftSteps, rightSteps))
            return found;
        // Boxes by the pair of treatments: what changes alike is one change, whichever steps it is from.
        var byChange = new SortedDictionary<(int, int), (int Left, int Right, List<Box> Boxes)>();
        for (var i = 0; i < leftSteps.Count; i++)
            foreach (var mine in Reaching(left.Steps, i))
                for (var j = 0; j < rightSteps.Count; j++)
                {
                    var change = (leftSteps[i].Treatment.Id, rightSteps[j].Treatment.Id);
                    if (change.Item1 == change.Item2 || right.Steps[j] is not { } step || mine.And(step) is not { } both)
                        continue;
                    if (!byChange.TryGetValue(change, out var list))
                        byChange.Add(change, list = (i, j, []));
                    list.Boxes.AddRange(BoxAlgebra.Subtract(both, Before(right.Steps, j), budget));
                }
        foreach (var (l, r, boxes) in byChange.Values)
            foreach (var box in BoxAlgebra.Merge(boxes))
                if (_allowed.Within(box) is { } sure)
                    found.Add(new Difference(DifferenceKind.Treatment, box, sure, l, r));
        return found;
    }

    /// <summary>Calls that begin or cease to be noted.</summary>
    public List<Difference> FindAudit()
    {
        var found = new List<Difference>();
        foreach (var (kind, noted, before) in new[] { (DifferenceKind.AuditStarts, right.Audit, left.Audit), (DifferenceKind.AuditEnds, left.Audit, right.Audit) })
            foreach (var box in BoxAlgebra.Merge(BoxAlgebra.Subtract(BoxAlgebra.NotContained(noted, before), before, budget)))
                foreach (var routed in BoxAlgebra.And(BoxAlgebra.And([box], left.Routed, budget), right.Routed, budget))
                    if (_allowed.Within(routed) is { } sure)
                        found.Add(new Difference(kind, routed, sure, -1, -1));
        return found;
    }

    private bool IsSame(IReadOnlyList<RouteStep> leftSteps, IReadOnlyList<RouteStep> rightSteps)
    {
        if (leftSteps.Count != rightSteps.Count)
            return false;
        for (var i = 0; i < leftSteps.Count; i++)
            if (leftSteps[i].Treatment.Id != rightSteps[i].Treatment.Id || !Equals(left.Steps[i], right.Steps[i]))
                return false;
        return true;
    }

    // What reaches a step: matched by it and by none before it.
    private List<Box> Reaching(IReadOnlyList<Box?> steps, int index) =>
        steps[index] is { } box ? BoxAlgebra.Subtract(box, Before(steps, index), budget) : [];

    private static IEnumerable<Box> Before(IReadOnlyList<Box?> steps, int index)
    {
        for (var i = 0; i < index; i++)
            if (steps[i] is { } box)
                yield return box;
    }
}
