using EgressPipeline.Host.Recorded;
using EgressPipeline.Policy.Explaining;

namespace EgressPipeline.Host.Replaying;

/// <summary>A recorded call as the policies judge it now.</summary>
/// <param name="Call">What was recorded.</param>
/// <param name="Count">How often.</param>
/// <param name="Now">How it is judged now; null when it cannot be.</param>
/// <param name="Problem">Why it cannot be judged, or null.</param>
internal sealed record ReplayedCall(RecordedCall Call, int Count, DecisionTrace? Now, string? Problem)
{
    public ReplayChange Change => Now is not { } now ? ReplayChange.NotJudged
        : Verdicts.Of(Call.Decision) == now.Outcome.Verdict ? now.Outcome.Reason == Call.Decision ? ReplayChange.None : ReplayChange.Reason
        : now.IsAllowed ? ReplayChange.NewlyAllowed
        : Verdicts.Of(Call.Decision) == Verdict.Allowed ? ReplayChange.NewlyRefused
        : ReplayChange.Reason;
}

/// <summary>What differs between the record and now.</summary>
internal enum ReplayChange
{
    None,

    /// <summary>Refused then, let through now.</summary>
    NewlyAllowed,

    /// <summary>Let through then, refused now.</summary>
    NewlyRefused,

    /// <summary>The same for the application but for another reason.</summary>
    Reason,

    /// <summary>The record does not say enough, or the policies do not compile for the caller.</summary>
    NotJudged,
}
