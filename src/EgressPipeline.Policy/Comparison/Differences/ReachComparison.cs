using EgressPipeline.Policy.Comparison.Boxes;

namespace EgressPipeline.Policy.Comparison.Differences;

/// <summary>
/// Finds the calls that one side allows and another does not. A call is allowed when an allow box has it, no deny box, and
/// some route; so the other side refuses it for one of three reasons, each of which is looked for where it can be new.
/// </summary>
internal static class ReachComparison
{
    /// <summary>Boxes of calls that <paramref name="to"/> allows and <paramref name="from"/> refuses; all of them, and no other.</summary>
    public static List<Box> Find(SideBoxes from, SideBoxes to, WorkBudget budget)
    {
        if (to.IsRefused)
            return [];
        var found = new List<Box>();
        if (from.IsRefused)
        {
            found.AddRange(BoxAlgebra.And(to.Allow, to.Routed, budget));
            return BoxAlgebra.Merge(BoxAlgebra.Subtract(found, to.Deny, budget));
        }
        // 1. No allow rule of the other side has it.
        var newlyAllowed = BoxAlgebra.NotContained(to.Allow, from.Allow);
        found.AddRange(BoxAlgebra.Subtract(BoxAlgebra.And(newlyAllowed, to.Routed, budget), from.Allow, budget));
        // 2. A deny rule of the other side has it.
        var noLongerDenied = BoxAlgebra.NotContained(from.Deny, to.Deny);
        if (noLongerDenied.Count > 0)
            found.AddRange(BoxAlgebra.And(BoxAlgebra.And(to.Allow, to.Routed, budget), noLongerDenied, budget));
        // 3. No route of the other side has it.
        var newlyRouted = BoxAlgebra.NotContained(to.Routed, from.Routed);
        if (newlyRouted.Count > 0)
            found.AddRange(BoxAlgebra.And(to.Allow, BoxAlgebra.Subtract(newlyRouted, from.Routed, budget), budget));
        return BoxAlgebra.Merge(BoxAlgebra.Subtract(found, to.Deny, budget));
    }
}
