namespace EgressPipeline.Filters;

/// <summary>What a failure of a filter means: for its request, its counters, its breaker and the log.</summary>
internal static class FilterFailures
{
    private static readonly EgressError Failed = new(EgressErrorReason.FilterFailed, FailureSide.Local, Retryability.Never);

    /// <summary>The call is over for another reason, which the caller knows.</summary>
    public static FilterResult Interrupted { get; } = FilterResult.Stop(new EgressError(EgressErrorReason.ClientClosed, FailureSide.Downstream, Retryability.Never));

    /// <summary>True when the phase may return the result.</summary>
    public static bool IsAllowed(FilterSlot slot, FilterPhase phase, in FilterResult result) =>
        slot.Allows(phase, result.Verdict) &&
        (result.Body.Mode is not (BodyMode.Transform or BodyMode.Rewrite) || (slot.Capabilities & FilterCapabilities.ChangesBody) != 0);

    /// <summary>The fault that an exception is.</summary>
    public static FilterFault FaultOf(Exception failure) => failure is FilterContractException breach ? breach.Fault : FilterFault.Exception;

    /// <summary>Counts and logs a failure.</summary>
    /// <returns>The verdict of the filter's failure mode.</returns>
    /// <param name="slot">The filter.</param>
    /// <param name="fault">What it did.</param>
    /// <param name="failure">The exception, where there is one.</param>
    /// <param name="mayPass">False when the request cannot go on, whatever the failure mode.</param>
    public static FilterResult Verdict(FilterSlot slot, FilterFault fault, Exception? failure, bool mayPass = true)
    {
        var passes = slot.FailsOpen && mayPass;
        Count(slot, fault, failure, passes ? "passed on without it" : "refused");
        if (passes)
            return FilterResult.Continue;
        return FilterResult.Stop(Failed, fault switch
        {
            FilterFault.Deadline => $"the filter '{slot.Name}' took too long",
            FilterFault.BreakerOpen => $"the filter '{slot.Name}' has failed too often and is not called for a while",
            FilterFault.BodyLength => $"the filter '{slot.Name}' changed the length of a body that it had asked to rewrite",
            _ => $"the filter '{slot.Name}' failed",
        });
    }

    /// <summary>Counts and logs a failure that has no effect on the request any more.</summary>
    public static void Count(FilterSlot slot, FilterFault fault, Exception? failure, string fate)
    {
        var instance = slot.Instance;
        instance.Counters.Errors[fault].Increment();
        if (fault == FilterFault.BreakerOpen)
            return;
        if (instance.Failures.MayLog(fault, out var since))
            Log.Failed(instance.Logger, slot.Name, fault, fate, since, failure);
        if (instance.Breaker.Failed())
            Log.BreakerOpened(instance.Logger, slot.Name, fate);
    }
}
