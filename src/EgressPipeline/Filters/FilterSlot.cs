using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters;

/// <summary>One filter at its place: the instance, whom it is for, and what becomes of a call when it fails. Safe for concurrent use.</summary>
internal sealed class FilterSlot
{
    private readonly int[] _verdicts;

    /// <param name="index">Position among all filters.</param>
    /// <param name="descriptor">What the filter says about itself.</param>
    /// <param name="instance">The filter.</param>
    /// <param name="binding">Null for a stage of the sidecar itself.</param>
    /// <param name="scope">Whom it is for.</param>
    public FilterSlot(int index, FilterDescriptor descriptor, FilterInstance instance, FilterBindingPlan? binding, FilterScope scope)
    {
        Index = index;
        Descriptor = descriptor;
        Instance = instance;
        Counters = instance.Counters;
        Breaker = instance.Breaker;
        Scope = scope;
        IsBuiltIn = binding is null;
        RuleId = binding?.Rule.Id ?? "";
        When = binding?.When;
        DecisionLine = IsBuiltIn ? [] : DecisionHeader.LineFor(RuleId);
        Token = "filter{" + descriptor.Name + "}";
        Capabilities = FilterVerdicts.Widen(descriptor.Facts.Capabilities);
        FailsOpen = binding?.FailOpen ?? descriptor.Facts.FailureMode == FailureMode.Open;
        Deadline = binding is { Deadline.Ticks: > 0 } ? binding.Deadline : TimeSpan.FromMilliseconds(descriptor.Facts.DeadlineMilliseconds);
        _verdicts = FilterVerdicts.Of(descriptor.Facts, instance.Filter);
        var filter = instance.Filter;
        Request = filter as IRequestFilter;
        Response = filter as IResponseFilter;
        OnRequest = Request is null ? null : Request.OnRequestAsync;
        OnResponse = Response is null ? null : Response.OnResponseAsync;
        RequestBody = filter as IRequestBodyFilter;
        ResponseBody = filter as IResponseBodyFilter;
        Exchange = filter as IExchangeFilter;
        Completion = filter as ICompletionFilter;
        Connection = filter as IConnectionFilter;
    }

    public int Index { get; }
    public FilterDescriptor Descriptor { get; }
    public FilterInstance Instance { get; }

    /// <summary>Those of <see cref="Instance"/>, a load nearer.</summary>
    public FilterCounters Counters { get; }

    /// <inheritdoc cref="Counters"/>
    public FilterBreaker Breaker { get; }
    public FilterScope Scope { get; }

    /// <summary>A stage of the sidecar itself: it is trusted, and not counted call by call.</summary>
    public bool IsBuiltIn { get; }

    /// <summary>It is called for requests that one of these matches; null = for all of its scope.</summary>
    public AuthorizationRulePlan[]? When { get; }

    /// <summary>Id of the binding, as decisions show it.</summary>
    public string RuleId { get; }

    /// <summary>The same as a header line, for answers that the filter gives; empty for a stage of the sidecar itself.</summary>
    public byte[] DecisionLine { get; }

    /// <summary>What access records say in place of Envoy's response code details.</summary>
    public string Token { get; }
    public FilterCapabilities Capabilities { get; }
    public bool FailsOpen { get; }
    public TimeSpan Deadline { get; }
    public string Name => Descriptor.Name;
    public FilterStage Stage => Descriptor.Facts.Stage;
    public bool Blocks => (Capabilities & FilterCapabilities.Blocks) != 0;

    public IRequestFilter? Request { get; }
    public IResponseFilter? Response { get; }

    /// <summary>The request phase, see <see cref="FilterCall.Phase"/>.</summary>
    public Func<EgressRequest, CancellationToken, ValueTask<FilterResult>>? OnRequest { get; }

    /// <summary>The response phase, likewise.</summary>
    public Func<EgressRequest, CancellationToken, ValueTask<FilterResult>>? OnResponse { get; }
    public IRequestBodyFilter? RequestBody { get; }
    public IResponseBodyFilter? ResponseBody { get; }
    public IExchangeFilter? Exchange { get; }
    public ICompletionFilter? Completion { get; }
    public IConnectionFilter? Connection { get; }

    /// <summary>True for a filter that only observes how requests end.</summary>
    public bool OnlyCompletes => Request is null && Response is null && Exchange is null;

    /// <summary>True when the filter may return the verdict from the phase.</summary>
    public bool Allows(FilterPhase phase, FilterVerdict verdict) => (_verdicts[(int)phase] >> (int)verdict & 1) != 0;
}
