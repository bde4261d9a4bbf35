using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one FilterBinding.</summary>
internal static class FilterBindingValidator
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    public static void Validate(FilterBindingRule binding, DiagnosticBag bag)
    {
        CommonChecks.CheckMeta(binding, bag);
        LabelChecks.CheckSelector(binding.WorkloadSelector, bag);
        if (binding.Filter is { } filter && (!DnsNames.IsLabel(filter.Value) || filter.Value.Any(char.IsUpper)))
            bag.Report(FilterBindingDiagnostics.BadFilterName, filter.Source, filter.Value);
        foreach (var host in binding.Hosts)
            HostChecks.CheckWildcardDomain(host, bag);
        CheckWait(binding.Deadline, "deadline", bag);
        CheckWait(binding.Breaker?.Cooldown, "breaker.cooldown", bag);
    }

    private static void CheckWait(Located<TimeSpan>? wait, string field, DiagnosticBag bag)
    {
        if (wait is not null && wait.Value > MaxWait)
            bag.Report(FilterBindingDiagnostics.BadDeadline, wait.Source, field);
    }
}
