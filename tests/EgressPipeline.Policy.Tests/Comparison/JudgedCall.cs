using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Comparison.Sides;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Tests.Decisions;

namespace EgressPipeline.Policy.Tests.Comparison;

/// <summary>What the engine says of a call under a plan, for comparison with what a region says.</summary>
internal static class JudgedCall
{
    public static Decision Decide(PlanView view, TestCall call) => PolicyEngine.Decide(view.Plan, view.AsSeen(call.Facts()));

    /// <summary>Whether a region of calls has this one, as what the application speaks or as the bytes that a plan sees.</summary>
    public static bool Is(TestCall call, PlanView old, PlanView next, Func<TestCall, bool> covers)
    {
        if (covers(call))
            return true;
        var asBytes = TestCall.Tcp(call.DestinationIp ?? "", call.Port) with { Caller = call.Caller, SourceIp = call.SourceIp };
        return call.DestinationIp is not null && (IsBytes(old, call) || IsBytes(next, call)) && covers(asBytes);
    }

    /// <summary>Equal for calls that are treated alike.</summary>
    public static (int, bool) Treatment(TreatmentTable treatments, in Decision decision)
    {
        var treatment = decision.Route is { } route ? treatments.Of(route, decision.Match)
            : decision.Destinations is { } destinations ? treatments.Of(destinations, decision.TotalWeight, decision.RouteRule)
            : decision.Port is { } port ? treatments.Of(port)
            : treatments.OfUndeclared(decision.Reason);
        return (treatment.Id, decision.Audit is not null);
    }

    private static bool IsBytes(PlanView view, TestCall call) => view.AsSeen(call.Facts()).Kind != call.Kind;
}
