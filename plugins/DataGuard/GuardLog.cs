using System.Globalization;
using System.Text;
using DataGuard.Inspection;
using DataGuard.Scanning;
using EgressPipeline;
using Microsoft.Extensions.Logging;

namespace DataGuard;

/// <summary>Says what was found where, one line a message, and never what it was.</summary>
internal sealed partial class GuardLog(ILogger logger, string binding, ScanPlan plan)
{
    /// <summary>Writes a line if there is something to say.</summary>
    /// <param name="request">The call.</param>
    /// <param name="direction"><c>request</c> or <c>response</c>.</param>
    /// <param name="inspector">What was found in it.</param>
    public void Write(EgressRequest request, string direction, MessageInspector inspector)
    {
        if (inspector.Findings.Total > 0)
            LogFindings(Level(inspector), direction, Encoding.ASCII.GetString(request.Host), binding, Action(inspector), Describe(inspector.Findings));
        if (inspector.Status > InspectionStatus.Blocked)
            LogUnscannable(direction, Encoding.ASCII.GetString(request.Host), binding, GuardCounters.Reason(inspector.Status));
    }

    private static LogLevel Level(MessageInspector inspector) => inspector.Status == InspectionStatus.Blocked ? LogLevel.Warning : LogLevel.Information;

    private string Action(MessageInspector inspector)
    {
        if (inspector.Status == InspectionStatus.Blocked)
            return "blocked";
        for (var i = 0; i < plan.Detectors.Length; i++)
            if (plan.Detectors[i].Mode == DetectorMode.Mask && inspector.Findings.Counts[i] > 0)
                return "masked";
        return "reported";
    }

    /// <summary><c>payment-card 2, iban 1; payment-card 120+16, …</c>: how many, then offset and length of the first ones.</summary>
    private string Describe(FindingLog findings)
    {
        var text = new StringBuilder();
        for (var i = 0; i < findings.Counts.Length; i++)
            if (findings.Counts[i] > 0)
                text.Append(text.Length > 0 ? ", " : "").Append(plan.Detectors[i].Name).Append(' ').Append(findings.Counts[i]);
        text.Append(';');
        foreach (var place in findings.Places)
            text.Append(CultureInfo.InvariantCulture, $" {plan.Detectors[place.Detector].Name} {place.Offset}+{place.Length},");
        return text.ToString(0, text.Length - 1);
    }

    [LoggerMessage(EventId = 1, Message = "Body of the {direction} at {host}, {binding}: {action} {findings}")]
    private partial void LogFindings(LogLevel level, string direction, string host, string binding, string action, string findings);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Body of the {direction} at {host}, {binding}: cannot be inspected, {reason}")]
    private partial void LogUnscannable(string direction, string host, string binding, string reason);
}
