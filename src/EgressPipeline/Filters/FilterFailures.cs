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
        (result.Body.Mode != BodyMode.Transform || (slot.Capabilities & FilterCapabilities.ChangesBody) != 0);

    /// <summary>The fault that an exception is.</summary>
    public static FilterFault FaultOf(Exception failure) => failure is FilterContractException breach ? breach.Fault : FilterFault.Exception;

    /// <summary>Counts and logs a failure.</summary>
    /// <returns>The verdict of the filter's failure mode.</returns>
    public static FilterResult Verdict(FilterSlot slot, FilterFault fault, Exception? failure)
    {
        Count(slot, fault, failure, slot.FailsOpen ? "passed on without it" : "refused");
        if (slot.FailsOpen)
            return FilterResult.Continue;
        return FilterResult.Stop(Failed, fault switch
        {
            FilterFault.Deadline => $"the filter '{slot.Name}' took too long",
            FilterFault.BreakerOpen => $"the filter '{slot.Name}' has failed too often and is not called for a while",
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
