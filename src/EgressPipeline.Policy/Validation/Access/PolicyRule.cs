using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.Access;

/// <summary>A rule of an AuthorizationPolicy with where it holds.</summary>
internal sealed class PolicyRule(AuthorizationPolicyRule policy, AuthorizationRuleRule rule, RuleCase[] cases)
{
    private readonly AuthorizationPolicyRule _policy = policy;

    public RuleCase[] Cases { get; } = cases;

    public AuthorizationRuleRule Rule { get; } = rule;

    /// <summary><c>AuthorizationPolicy/ns/name#rules[0]</c>, as decisions name it.</summary>
    public string Id => _policy.Meta.Id + "#rules[" + Rule.Position + "]";

    /// <summary>True when this rule holds for every workload that the other one holds for.</summary>
    public bool HoldsWherever(PolicyRule other)
    {
        var narrow = other._policy;
        if (_policy.Meta.Namespace != narrow.Meta.Namespace && _policy.Meta.Namespace != Visibility.RootNamespace)
            return false;
        if (_policy.Selector is null)
            return true;
        foreach (var label in _policy.Selector.Labels)
            if (narrow.Selector is null || !narrow.Selector.Labels.TryGetValue(label.Key, out var value) || value.Value != label.Value.Value)
                return false;
        return true;
    }
}
