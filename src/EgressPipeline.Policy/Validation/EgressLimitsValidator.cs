using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Limits;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one EgressLimits.</summary>
internal static class EgressLimitsValidator
{
    private static readonly TimeSpan MinPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan MaxPeriod = TimeSpan.FromHours(24);

    public static void Validate(EgressLimitsRule limits, DiagnosticBag bag)
    {
        CommonChecks.CheckMeta(limits, bag);
        LabelChecks.CheckSelector(limits.WorkloadSelector, bag);
        foreach (var host in limits.Hosts)
            HostChecks.CheckWildcardDomain(host, bag);
        foreach (var principal in limits.Principals)
            CheckPrincipal(principal, bag);
        CheckPeriod(limits.Requests?.Per, "requests.per", bag);
        CheckPeriod(limits.Connections?.Per, "connections.per", bag);
        CheckAdaptive(limits.Adaptive, bag);
        if (limits.Status is { Value: not (429 or 503) } status)
            bag.Report(LimitDiagnostics.BadStatus, status.Source, status.Value);
        // A bound that could not be read was reported already.
        if (limits is { Requests: null, Connections: null, Concurrency: null, Adaptive: null, Bandwidth: null, BytesPerDay: null, Meta.HasUnreadFields: false })
            bag.Report(LimitDiagnostics.NoBound, limits.Meta.Source);
    }

    private static void CheckAdaptive(AdaptiveRule? adaptive, DiagnosticBag bag)
    {
        if (adaptive is null)
            return;
        var min = adaptive.MinConcurrency?.Value ?? AdaptivePlan.Default.MinConcurrency;
        var max = adaptive.MaxConcurrency?.Value ?? AdaptivePlan.Default.MaxConcurrency;
        if (min > max)
            bag.Report(LimitDiagnostics.NoRoom, (adaptive.MaxConcurrency ?? adaptive.MinConcurrency)!.Source, max, min);
        CheckInterval(adaptive.UpdateInterval, "adaptiveConcurrency.updateInterval", bag);
        CheckInterval(adaptive.MinRttInterval, "adaptiveConcurrency.minRtt.interval", bag);
    }

    private static void CheckInterval(Located<TimeSpan>? interval, string field, DiagnosticBag bag)
    {
        if (interval is not null && (interval.Value < MinInterval || interval.Value > MaxPeriod))
            bag.Report(LimitDiagnostics.BadInterval, interval.Source, field);
    }

    private static void CheckPeriod(Located<TimeSpan>? per, string field, DiagnosticBag bag)
    {
        if (per is not null && (per.Value < MinPeriod || per.Value > MaxPeriod))
            bag.Report(LimitDiagnostics.BadPeriod, per.Source, field);
    }

    private static void CheckPrincipal(Located<string> principal, DiagnosticBag bag)
    {
        var text = principal.Value;
        var why = text.Length == 0 ? "it is empty"
            : text.StartsWith("spiffe://", StringComparison.Ordinal) ? "principals are written without spiffe://"
            : text.Length > 2 && text.IndexOf('*', 1, text.Length - 2) >= 0 || text.Length > 1 && text[0] == '*' && text[text.Length - 1] == '*' ? "an asterisk stands at the beginning or at the end"
            : null;
        if (why is not null)
            bag.Report(LimitDiagnostics.BadPrincipal, principal.Source, text, why);
    }
}
