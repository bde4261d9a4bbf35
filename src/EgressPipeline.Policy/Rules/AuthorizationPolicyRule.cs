using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Rules;

/// <summary>An AuthorizationPolicy as written. ALLOW without rules allows nothing.</summary>
public sealed record AuthorizationPolicyRule : IPolicyRule
{
    /// <summary>Istio's annotation for a policy on trial.</summary>
    public const string DryRunAnnotation = "istio.io/dry-run";

    public required ResourceMeta Meta { get; init; }

    /// <summary>Null = ALLOW.</summary>
    public Located<AuthorizationActionRule>? Action { get; init; }
    public LabelSelectorRule? Selector { get; init; }
    public TargetRefRule[] TargetRefs { get; init; } = [];

    /// <summary>Alternatives (OR).</summary>
    public AuthorizationRuleRule[] Rules { get; init; } = [];

    /// <summary>True when <c>rules</c> is written, even empty.</summary>
    public bool HasRules { get; init; }
    public bool HasProvider { get; init; }
    public Located<string>? ProviderName { get; init; }
    public SourceRef SpecSource { get; init; }

    /// <summary>True when the policy is on trial: it changes nothing, and what it would change is noted.</summary>
    public bool IsDryRun => Meta.Annotations.TryGetValue(DryRunAnnotation, out var value) && value.Value.ToLowerInvariant() is "true" or "1" or "t";

    public AuthorizationActionRule EffectiveAction => Action?.Value ?? AuthorizationActionRule.Allow;
}

/// <summary>AuthorizationPolicy.action.</summary>
public enum AuthorizationActionRule { Allow, Deny, Audit, Custom }

/// <summary>One rule: one of <see cref="From"/>, one of <see cref="To"/> and all of <see cref="When"/> must hold.</summary>
public sealed record AuthorizationRuleRule
{
    public required int Position { get; init; }

    /// <summary>Null = any source.</summary>
    public SourceMatchRule[]? From { get; init; }

    /// <summary>Null = any operation.</summary>
    public OperationMatchRule[]? To { get; init; }
    public ConditionRule[] When { get; init; } = [];
    public required SourceRef Source { get; init; }
}

/// <summary>A resource the policy is attached to instead of a selector.</summary>
public sealed record TargetRefRule(Located<string>? Group, Located<string>? Kind, Located<string>? Name, Located<string>? Namespace, SourceRef Source);
