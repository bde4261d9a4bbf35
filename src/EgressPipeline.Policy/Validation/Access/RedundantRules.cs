using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.Access;

/// <summary>
/// Finds authorization rules that change nothing: another rule of the same action covers them, or a DENY rule takes back
/// all that an ALLOW rule gives. Certain when it speaks; of rules that only several others together cover, it finds those
/// whose every source and operation is covered by some one rule.
/// </summary>
internal sealed class RedundantRules
{
    /// <summary>So many pairs of values are compared at most; hundreds of rules stay far below.</summary>
    private const long MaxWork = 50_000_000;

    private readonly List<PolicyRule> _allow = [];
    private readonly List<PolicyRule> _deny = [];
    private readonly DiagnosticBag _bag;
    private long _work;

    private RedundantRules(DiagnosticBag bag) => _bag = bag;

    public static void Check(AuthorizationPolicyRule[] policies, DiagnosticBag bag)
    {
        var rules = new RedundantRules(bag);
        foreach (var policy in DocumentOrder.Sort(policies))
            rules.Add(policy);
        rules.CheckCovered(rules._allow, "allows");
        rules.CheckCovered(rules._deny, "denies");
        rules.CheckTakenBack();
    }

    private void Add(AuthorizationPolicyRule policy)
    {
        var list = policy.EffectiveAction switch
        {
            AuthorizationActionRule.Allow => _allow,
            AuthorizationActionRule.Deny => _deny,
            _ => null,
        };
        // What a policy is attached to instead of a selector is not known here; one on trial takes nothing from others.
        if (list is null || policy.TargetRefs.Length > 0 || policy.IsDryRun)
            return;
        foreach (var rule in policy.Rules)
            if (RuleCase.Of(rule, policy.Meta.Namespace) is { } cases)
                list.Add(new PolicyRule(policy, rule, cases));
    }

    private void CheckCovered(List<PolicyRule> rules, string does)
    {
        for (var i = 0; i < rules.Count; i++)
            if (FindCover(rules, i) is { } cover)
                _bag.Report(AuthorizationPolicyDiagnostics.Covered, rules[i].Rule.Source, rules[i].Id, cover.Id, cover.Rule.Source, does);
    }

    private void CheckTakenBack()
    {
        foreach (var allow in _allow)
        {
            var denial = FindCover(allow, _deny, static (_, _) => true);
            if (denial is not null)
                _bag.Report(AuthorizationPolicyDiagnostics.TakenBack, allow.Rule.Source, allow.Id, denial.Id, denial.Rule.Source);
        }
    }

    /// <summary>Of two rules that say the same, the one written later is in excess.</summary>
    private PolicyRule? FindCover(List<PolicyRule> rules, int index)
    {
        var narrow = rules[index];
        return FindCover(narrow, rules, (wide, c) => wide != narrow && (rules.IndexOf(wide) < index || !narrow.HoldsWherever(wide) || !Array.Exists(wide.Cases, w => c.Covers(w))));
    }

    /// <summary>The rule that covers the last case of one all of whose cases are covered, or null.</summary>
    private PolicyRule? FindCover(PolicyRule narrow, List<PolicyRule> candidates, Func<PolicyRule, RuleCase, bool> mayCover)
    {
        PolicyRule? cover = null;
        foreach (var c in narrow.Cases)
        {
            cover = Find(narrow, c, candidates, mayCover);
            if (cover is null)
                return null;
        }
        return cover;
    }

    private PolicyRule? Find(PolicyRule narrow, RuleCase c, List<PolicyRule> candidates, Func<PolicyRule, RuleCase, bool> mayCover)
    {
        foreach (var candidate in candidates)
        {
            if (_work > MaxWork)
                return null;
            if (Covers(candidate, c) && candidate.HoldsWherever(narrow) && mayCover(candidate, c))
                return candidate;
        }
        return null;
    }

    private bool Covers(PolicyRule wide, RuleCase narrow)
    {
        foreach (var c in wide.Cases)
        {
            _work += c.CanCover(narrow) ? (long)c.Size * narrow.Size : 1;
            if (c.Covers(narrow))
                return true;
        }
        return false;
    }
}
