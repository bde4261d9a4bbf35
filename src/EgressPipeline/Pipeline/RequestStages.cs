using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Pipeline;

/// <summary>Turns a policy decision into what a stage returns.</summary>
internal static class RequestStages
{
    public static ValueTask<FilterResult> Conclude(HttpExchange exchange, in Decision decision)
    {
        exchange.Decision = decision;
        return new ValueTask<FilterResult>(decision.IsAllowed ? FilterResult.Continue : FilterResult.Stop(ErrorOf(decision.Reason)));
    }

    /// <summary>The failure that a refusing decision is.</summary>
    public static EgressError ErrorOf(DecisionReason reason) => new(reason switch
    {
        DecisionReason.Unregistered or DecisionReason.PortNotDeclared or DecisionReason.ProtocolMismatch => EgressErrorReason.Unregistered,
        DecisionReason.NoRoute => EgressErrorReason.NoRoute,
        DecisionReason.Unauthenticated => EgressErrorReason.Unauthenticated,
        DecisionReason.Misdirected => EgressErrorReason.Misdirected,
        _ => EgressErrorReason.Denied, // fail closed: what is not known to be allowed is denied
    }, FailureSide.Local, Retryability.Never);
}
