using EgressPipeline.Faults;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Http1;

/// <summary>Faults that the route asks for: injected once per call, before anything is sent, so nothing repeats them.</summary>
internal sealed partial class Http1Connection
{
    private static readonly EgressError FaultInjected = new(EgressErrorReason.FaultInjected, FailureSide.Local, Retryability.Never);

    private void BeginFault()
    {
        _client.StartReadAhead(); // only to notice that the client leaves
        _step = Http1Step.Fault;
    }

    private void OnFaultInjected(InjectedFault fault)
    {
        if (fault.Waited is { } waited)
        {
            _exchange.Flags |= ResponseFlags.DelayInjected;
            _exchange.Delayed = waited;
        }
        if (EndedMeanwhile())
            return;
        if (fault.Abort is { } abort)
            AnswerAbort(abort);
        else
            BeginForwarding();
    }

    private void AnswerAbort(FaultAbortPlan abort)
    {
        _exchange.RequestHead.TryGet("content-type"u8, out var contentType);
        if (AbortStatus.GrpcCode(abort, contentType) is not { } code)
        {
            Refuse(FaultInjected, status: abort.Status);
            return;
        }
        Fail(FaultInjected, status: 200);
        LocalReply.WriteGrpc(_output, _exchange, code, _keepClient);
        FinishAfterFlush();
    }
}
