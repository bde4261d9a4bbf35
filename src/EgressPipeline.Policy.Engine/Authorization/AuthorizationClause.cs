using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization;

/// <summary>
/// One field of a rule with its values: any value may match (OR); negated for <c>not…</c> and <c>notValues</c>. Immutable,
/// safe for concurrent use; evaluation allocates nothing.
/// </summary>
public abstract class AuthorizationClause
{
    /// <summary>As written: <c>methods</c>, <c>notPaths</c>, <c>request.headers[x-team]</c>.</summary>
    public required string Field { get; init; }
    public required bool Negated { get; init; }

    /// <summary>The values as written, for explanations and the plan's hash.</summary>
    public required string[] Values { get; init; }
    public required SourceRef Source { get; init; }

    public Truth Evaluate(in CallFacts call)
    {
        var truth = Test(call);
        return Negated ? (Truth)((int)Truth.Yes - (int)truth) : truth;
    }

    /// <summary>Whether any value matches.</summary>
    protected abstract Truth Test(in CallFacts call);

    /// <summary>What the call shows in this field, for explanations.</summary>
    public abstract string Show(in CallFacts call);

    protected static Truth From(bool value) => value ? Truth.Yes : Truth.No;
}
