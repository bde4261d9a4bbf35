using System.Diagnostics;
using EgressPipeline.Clusters;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Http1;

/// <summary>Our own answers, repeating, and the end of an exchange.</summary>
internal sealed partial class Http1Connection
{
    private Activity? _attemptSpan;
    private bool _began;
    private bool _cutClient;
    private bool _firstTryCounts;

    /// <summary>Answers in place of the service: status and flag by the reason's row in the table.</summary>
    private void Refuse(EgressError error, string? detail = null, int status = 0)
    {
        Fail(error, detail, status);
        LocalReply.Write(_output, _exchange, error, _keepClient);
        FinishAfterFlush();
    }

    /// <summary>Notes why the service is not asked, or not listened to.</summary>
    private void Fail(EgressError error, string? detail = null, int status = 0)
    {
        var row = ErrorTable.For(error.Reason);
        _exchange.Failure = error;
        _exchange.Detail = detail ?? _exchange.Detail;
        _exchange.Flags |= row.Flag;
        _exchange.Status = status != 0 ? status : error.Reason == EgressErrorReason.LimitReached ? _exchange.Limits.Refusal!.Limit.Status : row.Status;
        if (error.Side == FailureSide.Downstream || !_bodyBuffered)
            _keepClient = false; // a body that nobody reads would be taken for the next request
    }

    private void AnswerFromPolicy(HttpRoutePlan route)
    {
        if (!_bodyBuffered)
            _keepClient = false;
        _exchange.Status = route.Redirect?.Code ?? route.DirectResponse!.Status;
        LocalReply.WriteRoute(_output, _exchange, route, _keepClient);
        FlushClient(Http1Step.Complete);
    }

    private void AnswerPreflight()
    {
        if (!_bodyBuffered)
            _keepClient = false;
        _exchange.Status = 200;
        LocalReply.WritePreflight(_output, _exchange, _keepClient);
        FlushClient(Http1Step.Complete);
    }

    private async ValueTask RetryAsync()
    {
        var budget = _pipeline.RetryBudgets.For(_exchange.ClusterState!);
        if (!budget.TryBegin())
        {
            _exchange.Flags |= ResponseFlags.RetryLimitExceeded;
            _services.Metrics.LimitsHit[LimitKind.RetryBudget].Increment();
            Answer();
            return;
        }
        _inRetry = _firstTryCounts = true;
        EndAttempt(); // frees the connection while waiting
        _interrupt.Begin();
        ArmTimers(tryBegins: false);
        try
        {
            // The try that failed counts as the pipeline's first; it then waits, and drives the next ones through the same steps.
            await _pipeline.RetryPipelines.For(RetryPlanOfCall).ExecuteAsync(static (connection, _) => connection.NextTryAsync(), this, _interrupt.Token);
        }
        finally
        {
            _inRetry = false;
            budget.End();
        }
        if (_step != Http1Step.AttemptEnded)
            return;
        if (ShouldRetry())
            _exchange.Flags |= ResponseFlags.RetryLimitExceeded; // only the number of tries kept it from another one
        Answer();
    }

    /// <summary>One more try; true asks for yet another.</summary>
    private async ValueTask<bool> NextTryAsync()
    {
        if (_firstTryCounts)
        {
            _firstTryCounts = false;
            return true;
        }
        if (_attemptOpen)
        {
            EndAttempt();
            _interrupt.Begin();
        }
        _services.Metrics.Retries[_attemptError.Reason].Increment();
        BeginAttempt();
        await DriveAsync(Http1Step.AttemptEnded);
        return _step == Http1Step.AttemptEnded && ShouldRetry();
    }

    private EndpointOutcome Outcome()
    {
        if (_responseReady && _answerBroke)
            return EndpointOutcome.Reset;
        if (_responseReady)
            return AnswerOutcome.Of(_exchange.Status, _exchange.ClusterState?.Plan.Outlier);
        return _attemptError.Reason switch
        {
            EgressErrorReason.Timeout or EgressErrorReason.PerTryTimeout => EndpointOutcome.Timeout,
            EgressErrorReason.ConnectFailed or EgressErrorReason.UpstreamTls => EndpointOutcome.ConnectFailure,
            EgressErrorReason.UpstreamReset or EgressErrorReason.UpstreamProtocol => EndpointOutcome.Reset,
            _ => EndpointOutcome.Neutral,
        };
    }

    private void EndAttempt(bool reusable = false)
    {
        if (!_attemptOpen)
            return;
        _attemptOpen = false;
        _services.Tracing.Stop(_attemptSpan, _responseReady ? _exchange.Status : 0, _attemptError.Reason, _exchange.Flags);
        _attemptSpan = null;
        if (_exchange.Endpoint is { } endpoint)
        {
            if (!_began)
                endpoint.BeginRequest(); // connecting is part of the try: its failure counts against the endpoint
            endpoint.EndRequest(Outcome());
            _exchange.Pick.AddAttempted(endpoint);
        }
        _began = false;
        DropUpstream(reusable);
    }

    /// <summary>(8): the one place where an exchange is recorded and its connections are kept or dropped.</summary>
    private void CompleteExchange()
    {
        _interrupt.Disarm();
        var head = _exchange.ResponseHead;
        var reusable = _responseBegun && _bodyEnded && head is { KeepAlive: true } && head.Body != BodyKind.UntilClose && _pump is null or { IsWhole: true };
        EndMirrors();
        CompleteFilters();
        ExchangeRecorder.Record(_pipeline, _exchange, _client);
        LeaveSnapshot();
        if ((_responseBegun && _bodyEnded) || _exchange.Failure.Reason is EgressErrorReason.Timeout or EgressErrorReason.PerTryTimeout)
            _exchange.Limits.Complete();
        else
            _exchange.Limits.Leave();
        EndAttempt(reusable);
        if (_admitted)
            _exchange.ClusterState!.Release();
        _admitted = _responseBegun = _bodyEnded = false;
        ConsumeBufferedBody();
        var clientLeft = _interrupt.Reason is not (EgressErrorReason.None or EgressErrorReason.Timeout or EgressErrorReason.PerTryTimeout);
        var keep = _keepClient && !clientLeft && (_client.IsStream || !_services.Lifetime.Closing.IsCancellationRequested);
        _pump = null;
        if (_cutClient)
            _client.Abort();
        if (keep)
            ExpectRequest();
        else
            _step = Http1Step.Stop;
    }

    private void ConsumeBufferedBody()
    {
        if (!_bodyBuffered || IsBodyFiltered || _exchange.RequestHead.Body == BodyKind.None || !_input.TryRead(out var read))
            return;
        _input.AdvanceTo(read.Buffer.GetPosition(Math.Min(read.Buffer.Length, _exchange.RequestHead.BodyLength)));
    }
}
