using DataGuard.Inspection;
using DataGuard.Scanning;
using EgressPipeline;

namespace DataGuard;

/// <summary>What one direction counts.</summary>
internal sealed class GuardCounters
{
    private static readonly string[] Reasons = ["unknown-coding", "broken", "expands"];

    private readonly FilterCounter[] _findings; // by detector
    private readonly FilterCounter _scanned;
    private readonly FilterCounter _blocked;
    private readonly LabelledCounter _unscannable;

    /// <param name="metrics">Where they are exported.</param>
    /// <param name="prefix"><c>request</c> or <c>response</c>.</param>
    /// <param name="plan">The detectors.</param>
    public GuardCounters(FilterMetrics metrics, string prefix, ScanPlan plan)
    {
        string[] names = [.. plan.Detectors.ToArray().Select(detector => detector.Name)];
        var findings = metrics.Counter($"{prefix}_findings_total", $"Findings in {prefix} bodies.", "detector", names);
        _findings = Array.ConvertAll(names, name => findings[name]);
        _scanned = metrics.Counter($"{prefix}_scanned_bytes_total", $"Bytes of {prefix} bodies looked at, decoded.");
        _blocked = metrics.Counter($"{prefix}_blocked_total", $"Messages refused because of a finding in the {prefix} body.");
        _unscannable = metrics.Counter($"{prefix}_unscannable_total", $"Bodies of {prefix}s that could not be looked into.", "reason", Reasons);
    }

    /// <summary>Counts a message that is over.</summary>
    public void Count(MessageInspector inspector)
    {
        _scanned.Add(inspector.Scanned);
        if (inspector.Findings.Total > 0)
            for (var i = 0; i < _findings.Length; i++)
                _findings[i].Add(inspector.Findings.Counts[i]);
        switch (inspector.Status)
        {
            case InspectionStatus.Passing:
                break;
            case InspectionStatus.Blocked:
                _blocked.Increment();
                break;
            default:
                _unscannable[Reason(inspector.Status)].Increment();
                break;
        }
    }

    /// <summary>A reason as metrics and logs spell it.</summary>
    public static string Reason(InspectionStatus status) => status switch
    {
        InspectionStatus.UnknownCoding => Reasons[0],
        InspectionStatus.Broken => Reasons[1],
        _ => Reasons[2],
    };
}
