using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Policy.Rules;

/// <summary>A FilterBinding as written: which filter, for which calls, with what configuration.</summary>
public sealed record FilterBindingRule : IPolicyRule
{
    public required ResourceMeta Meta { get; init; }
    public LabelSelectorRule? WorkloadSelector { get; init; }
    public Located<string>? Filter { get; init; }

    /// <summary>False leaves the binding out as if it were not written.</summary>
    public bool Enabled { get; init; } = true;
    public int Order { get; init; }

    /// <summary>Host patterns; with <see cref="Services"/> and <see cref="Routes"/> empty = every call.</summary>
    public Located<string>[] Hosts { get; init; } = [];

    /// <summary>ServiceEntries, <c>name</c> or <c>namespace/name</c>.</summary>
    public Located<string>[] Services { get; init; } = [];

    /// <summary>Http rules of VirtualServices.</summary>
    public FilterRouteRule[] Routes { get; init; } = [];
    public bool? FailOpen { get; init; }
    public Located<TimeSpan>? Deadline { get; init; }
    public BreakerRule? Breaker { get; init; }
    public required ConfigMap Config { get; init; }
}

/// <summary>One http rule of a VirtualService, by name.</summary>
/// <param name="VirtualService"><c>name</c> or <c>namespace/name</c>.</param>
/// <param name="Route">The rule's name; null = every rule.</param>
public sealed record FilterRouteRule(Located<string>? VirtualService, Located<string>? Route, SourceRef Source);

/// <summary>When the filter is no longer called.</summary>
public sealed record BreakerRule(Located<int>? Failures, Located<TimeSpan>? Cooldown);
