using EgressPipeline.Policy.Comparison.Classes;
using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Comparison.Differences;
using EgressPipeline.Policy.Comparison.Sides;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Regions;

/// <summary>Gathers the differences of all contexts, and says the same difference of many contexts once.</summary>
internal sealed class ChangeCollector(PlanView left, PlanView right, HostClasses hosts)
{
    private readonly Dictionary<string, Gathered> _changes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RegionPart>> _uncompared = new(StringComparer.Ordinal);

    public void Add(CallContext context, ContextDifferences differences, Side leftSide, Side rightSide)
    {
        if (differences.Problem is { } problem)
        {
            if (!_uncompared.TryGetValue(problem, out var list))
                _uncompared.Add(problem, list = []);
            list.Add(new RegionPart(context, [], Boxes.Box.Everything(0)));
            return;
        }
        foreach (var difference in differences.Found)
            Add(context, differences.Fields, difference, (leftSide, rightSide));
    }

    public PlanComparison Result()
    {
        var wider = new List<ReachabilityChange>();
        var narrower = new List<ReachabilityChange>();
        var changed = new List<TreatmentChange>();
        foreach (var gathered in _changes.Values)
        {
            var region = new CallRegion(gathered.Parts.ConvertAll(part => part.Part), gathered.Key.Fields, hosts);
            var example = gathered.Parts.OrderBy(part => RegionScope.Rarity(part.Part.Context.Kind)).FirstOrDefault(part => part.Example is not null).Example;
            if (gathered.Key.Kind is DifferenceKind.Wider or DifferenceKind.Narrower)
                (gathered.Key.Kind == DifferenceKind.Wider ? wider : narrower).Add(Reachability(gathered.Key, region, example));
            else
                changed.Add(new TreatmentChange(region, gathered.Key.Aspects, gathered.Key.OldRules, gathered.Key.NewRules, example, gathered.Key.Approximation));
        }
        var uncompared = new List<UncomparedCalls>();
        foreach (var pair in _uncompared)
            uncompared.Add(new UncomparedCalls(new CallRegion(pair.Value, [], hosts), pair.Key));
        return new PlanComparison(RegionOrder.Sort(wider, c => c.Region), RegionOrder.Sort(narrower, c => c.Region), RegionOrder.Sort(changed, c => c.Region), uncompared);
    }

    private void Add(CallContext context, FieldClasses[] fields, Difference difference, (Side Left, Side Right) sides)
    {
        if (Witness.Choose(context.Call, fields, difference.Sure, out var isInside) is not { } example)
            return;
        var (old, next) = (Judge.Decide(left, example), Judge.Decide(right, example));
        var isReach = difference.Kind is DifferenceKind.Wider or DifferenceKind.Narrower;
        var isShown = isInside && (isReach ? old.IsAllowed != next.IsAllowed && next.IsAllowed == (difference.Kind == DifferenceKind.Wider) : old.IsAllowed && next.IsAllowed);
        var key = new ChangeKey
        {
            Kind = difference.Kind,
            OldReason = old.Reason,
            NewReason = next.Reason,
            OldRules = isReach ? Single(Judge.Rule(left, old, next.Reason)) : Rules(sides.Left, difference.LeftStep, old.Audit),
            NewRules = isReach ? Single(Judge.Rule(right, next, old.Reason)) : Rules(sides.Right, difference.RightStep, next.Audit),
            Aspects = isReach ? [] : Aspects(difference, sides),
            Fields = Describe(fields, difference),
            Approximation = Approximation(fields, difference, isShown),
        };
        var text = key.Text();
        if (!_changes.TryGetValue(text, out var gathered))
            _changes.Add(text, gathered = new Gathered(key, []));
        gathered.Parts.Add((new RegionPart(context, fields, difference.Calls), isShown ? example : null));
    }

    private ReachabilityChange Reachability(ChangeKey key, CallRegion region, ComparedCall? example)
    {
        var old = new CallVerdict(key.OldReason, First(key.OldRules), example is not null && key.Kind == DifferenceKind.Wider ? Judge.Nearest(left, example) : null);
        var next = new CallVerdict(key.NewReason, First(key.NewRules), example is not null && key.Kind == DifferenceKind.Narrower ? Judge.Nearest(right, example) : null);
        return new ReachabilityChange(region, old, next, example, key.Approximation);
    }

    private static List<AspectChange> Aspects(Difference difference, (Side Left, Side Right) sides) => difference.Kind switch
    {
        DifferenceKind.AuditStarts => [new AspectChange("noted by an AUDIT rule", "no", "yes")],
        DifferenceKind.AuditEnds => [new AspectChange("noted by an AUDIT rule", "yes", "no")],
        _ => AspectChanges.Between(sides.Left.Routes[difference.LeftStep].Treatment, sides.Right.Routes[difference.RightStep].Treatment),
    };

    private static IReadOnlyList<RuleRef> Rules(Side side, int step, RuleRef? audit) =>
        step >= 0 ? side.Routes[step].Treatment.Rules : Single(audit);

    private static RuleRef? First(IReadOnlyList<RuleRef> rules) => rules.Count == 0 ? null : rules[0];

    private static RuleRef[] Single(RuleRef? rule) => rule is null ? [] : [rule];

    private static List<RegionField> Describe(FieldClasses[] fields, Difference difference)
    {
        var described = new List<RegionField>();
        for (var i = 0; i < fields.Length; i++)
            if (difference.Calls[i] is { } classes && fields[i].Describe(classes) is { Count: > 0 } terms)
                described.Add(new RegionField(FieldNames.Of(fields[i].Dimension), terms));
        return described;
    }

    private static string? Approximation(FieldClasses[] fields, Difference difference, bool isShown)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            if (difference.Calls[i] is null)
                continue;
            if (fields[i].Dimension.Kind == DimensionKind.Opaque)
                return "a regular expression is not analysed: whether calls with the other conditions fulfil it is not known";
            if (fields[i].Dimension is { Kind: DimensionKind.Header, Name: "host" })
                return "the header host is compared as if it were independent of the called host";
        }
        return isShown ? null : "no example was found";
    }

    private sealed record Gathered(ChangeKey Key, List<(RegionPart Part, ComparedCall? Example)> Parts);
}
