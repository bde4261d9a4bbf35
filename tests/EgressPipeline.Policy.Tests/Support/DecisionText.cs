using System.Text;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>Everything that a plan answers to a call as one text, places and explanation included: two plans agree when it is the same.</summary>
internal static class DecisionText
{
    public static string Of(EgressPlan plan, TestCall call)
    {
        var decision = call.Decide(plan);
        var text = new StringBuilder();
        Line(text, "reason", decision.Reason);
        Line(text, "rule", decision.Rule);
        Line(text, "host", decision.Host?.Index + " " + decision.Host?.Pattern);
        Line(text, "port", decision.Port?.Number + " " + decision.Port?.Rule + " " + decision.Port?.Cluster.Name);
        Line(text, "route", decision.Route?.Name + " " + decision.Route?.Rule);
        Line(text, "match", decision.Match?.Source);
        foreach (var destination in decision.Route?.Destinations ?? decision.Destinations ?? [])
            Line(text, "to", destination.Cluster.Index + " " + destination.Cluster.Name + " " + destination.Weight);
        Line(text, "weight", decision.Route?.TotalWeight ?? decision.TotalWeight);
        Line(text, "route rule", decision.RouteRule);
        Line(text, "audit", decision.Audit);
        Line(text, "nearest", NearestMiss.Explain(plan, call.Facts(), decision));
        return text.ToString();
    }

    private static void Line(StringBuilder text, string name, object? value) => text.Append(name).Append(": ").Append(value).Append('\n');
}
