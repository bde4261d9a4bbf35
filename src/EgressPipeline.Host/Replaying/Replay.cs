using EgressPipeline.Host.Recorded;
using EgressPipeline.Hosting;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Calls;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Explaining;

namespace EgressPipeline.Host.Replaying;

/// <summary>Judges recorded calls by a policy set: each by the plan of its caller's workload.</summary>
internal sealed class Replay(PolicySet policies, SidecarOptions options)
{
    private readonly WorkloadPlans _plans = new(policies);

    public ReplayedCall Judge(RecordedCall recorded, int count = 1)
    {
        if (CallDescription.Parse(recorded.Words, out var problem) is not { } call)
            return new ReplayedCall(recorded, count, null, problem);
        var source = RecordedCaller.Of(recorded, options);
        var compiled = _plans.For(source.Workload);
        return compiled.Plan is { } plan
            ? new ReplayedCall(recorded, count, DecisionTrace.Of(plan, call, source), null)
            : new ReplayedCall(recorded, count, null, compiled.Diagnostics.First(d => d.Severity == Severity.Error).ToString());
    }
}
