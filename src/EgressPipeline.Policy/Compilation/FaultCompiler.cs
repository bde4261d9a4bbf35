using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Faults of an http rule. A part that concerns no call is none, so that its routes pay nothing for it.</summary>
internal static class FaultCompiler
{
    public static FaultPlan? Compile(FaultRule? rule)
    {
        var delay = rule?.Delay is { } wait && ShareOf(wait.Percentage) is > 0 and var delayed ? new FaultDelayPlan(wait.FixedDelay.DurationOrZero(), delayed) : null;
        var abort = rule?.Abort is { } error && ShareOf(error.Percentage) is > 0 and var aborted ? Abort(error, aborted) : null;
        return delay is null && abort is null ? null : new FaultPlan(delay, abort);
    }

    private static FaultAbortPlan Abort(FaultAbortRule rule, int share) => rule.GrpcStatus is { } grpc
        ? new FaultAbortPlan(GrpcStatusNames.CodeOf(grpc.Value) ?? 0, IsGrpc: true, share)
        : new FaultAbortPlan(rule.HttpStatus.NumberOrZero(), IsGrpc: false, share);

    private static int ShareOf(Located<double>? percentage) => percentage is { } written ? Share.OfPercent(written.Value) : 0;
}
