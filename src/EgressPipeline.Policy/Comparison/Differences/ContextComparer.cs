using EgressPipeline.Policy.Comparison.Boxes;
using EgressPipeline.Policy.Comparison.Classes;
using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Comparison.Sides;

namespace EgressPipeline.Policy.Comparison.Differences;

/// <summary>
/// Compares the two sides of a context. Most hosts are governed alike, so what was compared once is looked up when the same
/// rules are left of both plans again.
/// </summary>
internal sealed class ContextComparer(ClassCatalogue catalogue, int maxBoxes)
{
    private const string TooManyCases = "the rules that apply here have too many combinations";

    private static readonly ContextDifferences Same = new([], [], null);

    private readonly Dictionary<string, ContextDifferences> _compared = new(StringComparer.Ordinal);

    /// <param name="context">The context.</param>
    /// <param name="sides">What the old and the new plan say in it.</param>
    /// <param name="spent">What reducing them has taken.</param>
    public ContextDifferences Compare(CallContext context, (Side Left, Side Right) sides, WorkBudget spent)
    {
        var (left, right) = sides;
        if (spent.IsSpent)
            return new ContextDifferences([], [], TooManyCases);
        if (left.IsRefused && right.IsRefused)
            return Same;
        var key = SideKeys.Of(context, left, right);
        if (!_compared.TryGetValue(key, out var known))
            _compared.Add(key, known = Find(context, left, right));
        return known;
    }

    private ContextDifferences Find(CallContext context, Side left, Side right)
    {
        if (catalogue.For(Distinct(left, right), context.Call, out var problem) is not { } fields)
            return new ContextDifferences([], [], problem);
        var budget = new WorkBudget(maxBoxes);
        var (before, after) = (new SideBoxes(left, fields), new SideBoxes(right, fields));
        var found = new List<Difference>();
        foreach (var box in ReachComparison.Find(before, after, budget))
            found.Add(new Difference(DifferenceKind.Wider, box, box, -1, -1));
        foreach (var box in ReachComparison.Find(after, before, budget))
            found.Add(new Difference(DifferenceKind.Narrower, box, box, -1, -1));
        if (!left.IsRefused && !right.IsRefused)
        {
            var treatment = new TreatmentComparison(before, after, budget);
            found.AddRange(treatment.Find(left.Routes, right.Routes));
            found.AddRange(treatment.FindAudit());
        }
        return budget.IsSpent ? new ContextDifferences([], [], TooManyCases) : new ContextDifferences(fields, found, null);
    }

    private static IEnumerable<Condition> Distinct(Side left, Side right)
    {
        var seen = new HashSet<int>();
        foreach (var condition in left.Conditions.Concat(right.Conditions))
            if (seen.Add(condition.Id))
                yield return condition;
    }
}
