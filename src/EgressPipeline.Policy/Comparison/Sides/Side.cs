using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>What one plan says about the calls of a context.</summary>
internal sealed class Side
{
    /// <summary>A context in which no call is allowed.</summary>
    public static readonly Side Refused = new() { Allow = [], Deny = [], Audit = [], Routes = [] };

    /// <summary>Alternatives of which one must hold; null = no ALLOW policy, any call will do.</summary>
    public required IReadOnlyList<Conjunction>? Allow { get; init; }

    /// <summary>Alternatives of which none may hold.</summary>
    public required IReadOnlyList<Conjunction> Deny { get; init; }

    /// <summary>Alternatives that are noted.</summary>
    public required IReadOnlyList<Conjunction> Audit { get; init; }

    /// <summary>In order; a call that none matches has no route and is refused.</summary>
    public required IReadOnlyList<RouteStep> Routes { get; init; }

    public bool IsRefused => Routes.Count == 0;

    public IEnumerable<Conditions.Condition> Conditions
    {
        get
        {
            foreach (var list in new[] { Allow ?? [], Deny, Audit })
                foreach (var conjunction in list)
                    foreach (var condition in conjunction.Conditions)
                        yield return condition;
            foreach (var step in Routes)
                foreach (var condition in step.Match.Conditions)
                    yield return condition;
        }
    }
}
