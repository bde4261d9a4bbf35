using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Explaining;

/// <summary>Takes a call through the stages and notes what each of them said.</summary>
internal sealed class TraceSteps
{
    private readonly List<TraceStep> _steps = [];

    public IReadOnlyList<TraceStep> All => _steps;

    public Decision Judge(EgressPlan plan, CallDescription call, in CallFacts facts)
    {
        var found = PolicyEngine.Lookup(plan, facts);
        Add("registry", Registry(found), found.Rule ?? found.Host?.Service, VirtualAddressText.Details(plan, found.Host));
        if (!found.IsAllowed)
            return found;
        if (TokenJudgement.Of(plan, call.Claims) is { } token)
        {
            Add("token", token.Text, token.Rule);
            if (token.IsRefused)
                return found with { Reason = DecisionReason.Unauthenticated, Rule = token.Rule };
        }
        var judged = PolicyEngine.Authorize(plan, facts, found);
        if (!judged.IsAllowed)
            Add("authorize", ReasonText.Words(judged.Reason), judged.Rule);
        else if (judged.Rule == found.Rule)
            Add("authorize", "allowed, no policy applies", null);
        else
            Add("authorize", "allowed", judged.Rule);
        if (judged.Audit is { } audit)
            Add("audit", "matched", audit);
        if (judged.DryRun != DryRunResult.Same)
            Add("dry run", DryRunText.Words(judged.DryRun), judged.DryRunRule);
        if (!judged.IsAllowed)
            return judged;
        var routed = PolicyEngine.Route(plan, facts, judged);
        if (!routed.IsAllowed)
            Add("route", ReasonText.Words(routed.Reason), routed.Rule);
        return routed;
    }

    /// <summary>Notes where an allowed call goes and how.</summary>
    public void AddOutcome(DecisionOutcome outcome)
    {
        if (outcome.Verdict != Verdict.Allowed)
            return;
        foreach (var (authorizer, rule) in outcome.Asked)
            Add("ask", authorizer.Name + " (" + authorizer.Filter + ") decides", rule);
        foreach (var limit in outcome.Limits)
            Add("limit", LimitText.Bounds(limit), limit.Rule);
        if (outcome.Service is null && outcome.Destinations.Count == 0)
            Add("route", "none, straight to the called address", null);
        else
            Add("route", outcome.Route ?? "none, straight to the service", outcome.RouteRule, [.. OutcomeText.Request(outcome)]);
        foreach (var destination in outcome.Destinations)
        {
            var share = outcome.Destinations.Count > 1 ? " (" + destination.Weight + " of " + outcome.TotalWeight + ")" : "";
            Add("cluster", destination.Cluster.Name + share, destination.Cluster.DestinationRule, [.. OutcomeText.Cluster(outcome, destination.Cluster)]);
        }
    }

    private static string Registry(in Decision found) => found switch
    {
        { Reason: not DecisionReason.Allowed } => ReasonText.Words(found.Reason),
        { Host: { } host, Port: { } port } => "declared: " + host.Pattern + ":" + port.Number + " " + port.Protocol.ToString().ToUpperInvariant(),
        { Port: { } port } => "declared: port " + port.Number + " " + port.Protocol.ToString().ToUpperInvariant(),
        { Host: { } host } => "declared: " + host.Pattern + ", by a VirtualService alone",
        _ => "declared",
    };

    private void Add(string stage, string text, RuleRef? rule, params string[] details) => _steps.Add(new TraceStep(stage, text, rule, details));
}
