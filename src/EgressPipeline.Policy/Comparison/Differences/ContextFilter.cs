using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Comparison.Sides;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Differences;

/// <summary>Passes over contexts in which nothing can differ, after a look at little.</summary>
internal sealed class ContextFilter(PlanView left, PlanView right, RuleChanges rules, TreatmentTable treatments)
{
    private readonly HostKeys _leftHosts = new(treatments, left);
    private readonly HostKeys _rightHosts = new(treatments, right);

    /// <summary>False when both plans refuse every call of the context, or nothing that governs it has changed.</summary>
    public bool MayDiffer(CallContext context)
    {
        var call = context.Call.Facts();
        var leftCall = left.AsSeen(call);
        var rightCall = right.AsSeen(call);
        if (leftCall.Kind != rightCall.Kind)
            return leftCall.Kind == call.Kind ? MayDiffer(left, call, rightCall) : MayDiffer(right, call, leftCall);
        // Both see opaque bytes: they are compared as what they are.
        if (leftCall.Kind != call.Kind)
            return false;
        var old = PolicyEngine.Lookup(left.Plan, leftCall);
        var next = PolicyEngine.Lookup(right.Plan, rightCall);
        if (!old.IsAllowed && !next.IsAllowed)
            return false;
        if (old.Reason != next.Reason || left.Tokens != right.Tokens || !IsSameService(old, next, context))
            return true;
        return rules.Concern(NearestRule.WithServiceName(leftCall, old)) || rules.Concern(NearestRule.WithServiceName(rightCall, next));
    }

    // One plan relays the bytes whatever they are. When the other refuses them as what they are and as opaque bytes, too, the
    // context of opaque bytes tells it all.
    private static bool MayDiffer(PlanView sniffing, in CallFacts call, in CallFacts bytes) =>
        PolicyEngine.Lookup(sniffing.Plan, call).IsAllowed || PolicyEngine.Lookup(sniffing.Plan, bytes).IsAllowed;

    private static (string, string) Unnamed(PlanView view, CallContext context) =>
        (view.Filters.For(null, context.Call.Host, null), view.Limits.For(null, context.Call.Host, context.Call.Port));

    private bool IsSameService(in Decision old, in Decision next, CallContext context)
    {
        if (old.Host is null || next.Host is null)
            return old.Host is null && next.Host is null && Unnamed(left, context) == Unnamed(right, context);
        // A service without a name of its own takes the pattern for one.
        return old.Port?.Number == next.Port?.Number && old.Host.Pattern == next.Host.Pattern && _leftHosts.Of(old.Host) == _rightHosts.Of(next.Host);
    }
}
