using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Explaining;

/// <summary>
/// One call judged stage by stage with the engine that the data plane uses: what each stage said, which rule made it say so,
/// and what follows. The one account of a decision; texts, JSON and test results are made of it. Immutable.
/// </summary>
public sealed record DecisionTrace
{
    /// <summary>The call in one line.</summary>
    public required string Call { get; init; }

    /// <summary>The caller's principal; empty when unknown.</summary>
    public required string Caller { get; init; }

    public required IReadOnlyList<TraceStep> Steps { get; init; }

    public required DecisionOutcome Outcome { get; init; }

    /// <summary>For a refusal: the rule that came nearest to letting the call pass and what of it failed; null when nothing comes near.</summary>
    public required string? NearestMiss { get; init; }

    public bool IsAllowed => Outcome.Verdict == Verdict.Allowed;

    /// <summary>Judges a call. Pure: same plan and call, same trace.</summary>
    public static DecisionTrace Of(EgressPlan plan, CallDescription call, CallSource source)
    {
        var facts = TokenJudgement.AsVerified(plan, call.Facts(source));
        var steps = new TraceSteps();
        var decision = steps.Judge(plan, call, facts);
        var outcome = OutcomeReader.Read(call, facts, decision) with
        {
            Asked = AskedAuthorizers.Of(plan, facts, decision),
            Limits = AppliedLimits.Of(plan, facts, decision),
        };
        steps.AddOutcome(outcome);
        return new DecisionTrace
        {
            Call = call.Title,
            Caller = source.Identity.Principal,
            Steps = steps.All,
            Outcome = outcome,
            NearestMiss = decision.IsAllowed ? null : Decisions.NearestMiss.Explain(plan, facts, decision),
        };
    }
}
