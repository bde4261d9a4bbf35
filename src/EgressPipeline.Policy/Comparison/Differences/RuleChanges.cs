using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Sides;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Differences;

/// <summary>
/// The authorization rules that only one plan has. Where none of them can match, the plans authorize alike: most hosts are
/// done with after a look at the few rules that changed.
/// </summary>
internal sealed class RuleChanges
{
    private readonly RuleReducer _reducer;
    private readonly (AuthorizationRulePlan Rule, Truth AtLeast)[] _changed;
    private readonly bool _defaultChanged;

    public RuleChanges(AuthorizationPlan left, AuthorizationPlan right, RuleReducer reducer)
    {
        _reducer = reducer;
        _defaultChanged = (left.AllowPolicies.Length == 0) != (right.AllowPolicies.Length == 0);
        _changed = [.. Changed(left.Deny, right.Deny, Truth.Unknown), .. Changed(left.Allow, right.Allow, Truth.Yes), .. Changed(left.Audit, right.Audit, Truth.Yes)];
    }

    /// <summary>True when some call that shows these facts may be authorized in another way.</summary>
    public bool Concern(in CallFacts call)
    {
        if (_defaultChanged)
            return true;
        foreach (var (rule, atLeast) in _changed)
            if (_reducer.CanMatch(rule, call, atLeast))
                return true;
        return false;
    }

    private static IEnumerable<(AuthorizationRulePlan, Truth)> Changed(AuthorizationRulePlan[] left, AuthorizationRulePlan[] right, Truth atLeast)
    {
        var inLeft = new HashSet<string>(left.Select(ClauseKeys.Of), StringComparer.Ordinal);
        var inRight = new HashSet<string>(right.Select(ClauseKeys.Of), StringComparer.Ordinal);
        foreach (var rule in left)
            if (!inRight.Contains(ClauseKeys.Of(rule)))
                yield return (rule, atLeast);
        foreach (var rule in right)
            if (!inLeft.Contains(ClauseKeys.Of(rule)))
                yield return (rule, atLeast);
    }
}
