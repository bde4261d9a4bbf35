using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Filters;

/// <summary>A filter attached to services: which one, where, and with what configuration. The host knows the filters, the plan does not.</summary>
public sealed class FilterBindingPlan
{
    /// <summary><c>namespace/name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The document.</summary>
    public required RuleRef Rule { get; init; }

    /// <summary>Name of the filter.</summary>
    public required string Filter { get; init; }

    /// <summary>Where <see cref="Filter"/> is written.</summary>
    public required SourceRef FilterSource { get; init; }

    /// <summary>Among filters of one stage that no constraint orders: the smaller one runs first; equal ones by name.</summary>
    public int Order { get; init; }

    /// <summary>Host patterns, normalised; together with <see cref="Routes"/> empty = every host, undeclared ones included.</summary>
    public string[] Hosts { get; init; } = [];

    /// <summary>Ids of the http rules (<see cref="HttpRoutePlan.Rule"/>) whose calls are meant; empty = all calls to <see cref="Hosts"/>.</summary>
    public string[] Routes { get; init; } = [];

    /// <summary>Rules of the CUSTOM policies that ask this filter: it is called for requests that one of them matches. Null = for all.</summary>
    public AuthorizationRulePlan[]? When { get; init; }

    /// <summary>Null = as the filter declares.</summary>
    public bool? FailOpen { get; init; }

    /// <summary>Bound of one phase; zero = as the filter declares.</summary>
    public TimeSpan Deadline { get; init; }

    public BreakerPlan Breaker { get; init; } = BreakerPlan.Default;

    /// <summary>The filter's configuration, not yet judged; an empty mapping when none is written.</summary>
    public required ConfigMap Config { get; init; }
}
