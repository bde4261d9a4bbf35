using EgressPipeline.Policy.Comparison.Boxes;

namespace EgressPipeline.Policy.Comparison.Differences;

/// <summary>The calls that both sides' authorization allows.</summary>
internal sealed class AllowedByBoth(SideBoxes left, SideBoxes right, WorkBudget budget)
{
    /// <summary>Some calls of a box that both allow; null when there are none.</summary>
    public Box? Within(Box box)
    {
        foreach (var a in left.Allow)
        {
            if (box.And(a) is not { } first)
                continue;
            foreach (var b in right.Allow)
            {
                if (first.And(b) is not { } second || !budget.Take(1))
                    continue;
                var rest = BoxAlgebra.Subtract(BoxAlgebra.Subtract(second, left.Deny, budget), right.Deny, budget);
                if (rest.Count > 0)
                    return rest[0];
            }
        }
        return null;
    }
}
