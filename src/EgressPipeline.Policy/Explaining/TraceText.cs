using System.Text;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Explaining;

/// <summary>A trace as text for people: one line a stage, the rule with file and line below it.</summary>
public static class TraceText
{
    private const int Indent = 13;

    /// <summary>Call, caller, stages and verdict; lines end with a line feed.</summary>
    public static string Of(DecisionTrace trace) =>
        trace.Call + "\n  from " + (trace.Caller.Length > 0 ? trace.Caller : "nobody in particular: conditions on principals match nothing") + "\n\n"
        + Steps(trace) + "\n" + VerdictLines(trace);

    /// <summary>The stages alone.</summary>
    public static string Steps(DecisionTrace trace)
    {
        var text = new StringBuilder();
        foreach (var step in trace.Steps)
        {
            text.Append("  ").Append(step.Stage.PadRight(Indent - 2)).Append(step.Text).Append('\n');
            if (step.Rule is { } rule)
                Detail(text, "by " + rule);
            foreach (var detail in step.Details)
                Detail(text, detail);
        }
        return text.ToString();
    }

    /// <summary>The verdict, and for a refusal what came nearest.</summary>
    public static string VerdictLines(DecisionTrace trace)
    {
        if (trace.IsAllowed)
            return "ALLOWED\n";
        return "DENIED: " + ReasonText.Words(trace.Outcome.Reason) + "\n" + (trace.NearestMiss is { } nearest ? "  " + nearest + "\n" : "");
    }

    /// <summary>The verdict in one clause: <c>denied by AuthorizationPolicy/… (file:line): a DENY rule matches</c>.</summary>
    public static string Summary(DecisionTrace trace)
    {
        var outcome = trace.Outcome;
        var by = outcome.Rule is { } rule ? " by " + rule : "";
        return Verdicts.Word(outcome.Verdict) + by + (outcome.Reason == Decisions.DecisionReason.Allowed ? "" : ": " + ReasonText.Words(outcome.Reason));
    }

    private static void Detail(StringBuilder text, string line) => text.Append(' ', Indent).Append(line).Append('\n');
}
