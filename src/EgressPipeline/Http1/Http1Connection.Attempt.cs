using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using EgressPipeline.Clusters;
using EgressPipeline.Http;
using EgressPipeline.Http1.Deadlines;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Retry;
using EgressPipeline.Telemetry;
using EgressPipeline.Upstream;

namespace EgressPipeline.Http1;

/// <summary>One try: endpoint, connection, sending, and the head of the answer.</summary>
internal sealed partial class Http1Connection
{
    // What was sent may have been processed: only the retry plan and the method say whether it may be sent again.
    private static readonly EgressError UpstreamReset = new(EgressErrorReason.UpstreamReset, FailureSide.Upstream, Retryability.MaybeProcessed);
    private static readonly EgressError UpstreamProtocol = new(EgressErrorReason.UpstreamProtocol, FailureSide.Upstream, Retryability.MaybeProcessed);

    /// <summary>More informational answers to one request than this are a fault: 103 comes once or twice, 102 every few seconds.</summary>
    private const int MaxInformational = 100;

    private EgressError _attemptError;
    private CallTimeouts _timeouts;
    private bool _attemptOpen;
    private long _sentAt;
    private bool _responseReady;
    private bool _inRetry;
    private RetryHints? _retryHints;
    private bool _hintsTaken;
    private int _informational;

    private void BeginAttempts()
    {
        var cluster = _exchange.ClusterState;
        if (cluster is null)
        {
            RefuseAttempts(Local(EgressErrorReason.NoHealthyUpstream), "the route has no cluster");
            return;
        }
        var pick = _exchange.Pick;
        pick.Reset();
        pick.Host = PickHost(cluster);
        pick.Port = _exchange.Port;
        pick.OriginalDestination = (_exchange.IsRedirected ? null : _exchange.OriginalDestination) ?? NamedAddress(cluster);
        pick.Source = _exchange.Source;
        pick.AvoidsTriedHosts = RetryPlanOfCall.AvoidsTriedHosts;
        pick.LeavesTriedPriorities = RetryPlanOfCall.LeavesTriedPriorities;
        cluster.HashKey?.Take(_exchange.RequestHead, _exchange.Source, pick);
        if (!cluster.TryAdmit())
        {
            RefuseAttempts(Local(EgressErrorReason.Overflow), null);
            return;
        }
        _admitted = true;
        BeginAttempt();
    }

    private void RefuseAttempts(EgressError error, string? detail)
    {
        _attemptError = error;
        _responseReady = false;
        _exchange.Detail = detail;
        if (!IsHandedBack())
            Refuse(error, detail);
    }

    private void BeginAttempt()
    {
        _attemptError = EgressError.None;
        _responseReady = false;
        _attemptOpen = true;
        _informational = 0;
        _answerBroke = false;
        _exchange.AttemptCount++;
        ArmTimers(tryBegins: true);
        _step = Http1Step.Pick;
    }

    // A cluster of one exact host is called by that name: no text needs to be made per request.
    private string PickHost(ClusterState cluster) => cluster.Plan.IsExactHost ? cluster.Plan.Host : _exchange.HostText;

    // A call to an address is a call to that address, whatever name the service of the address has.
    private IPEndPoint? NamedAddress(ClusterState cluster) =>
        cluster.Plan.Resolution == Resolution.None && IpLiteral.TryParse(_exchange.Host, out var address) ? new IPEndPoint(address.ToAddress(), _exchange.Port) : null;

    private void OnPicked(PickResult picked)
    {
        _exchange.Endpoint = picked.Endpoint;
        if (picked.Endpoint is null)
            FailAttempt(picked.Error, picked.Detail);
        else
            _step = Http1Step.Lease;
    }

    private void OnLeased(ConnectResult leased)
    {
        if (leased.Connection is not { } upstream)
        {
            FailAttempt(leased.Error, leased.Detail);
            return;
        }
        _upstream = upstream;
        if (!_interrupt.Guard(upstream))
        {
            FailAttempt(default, null);
            return;
        }
        _exchange.Endpoint!.BeginRequest();
        _began = true;
        StartSpan();
        _timeouts.Tell(_exchange.RequestHead, TimeOfCall);
        _sentAt = Stopwatch.GetTimestamp();
        _exchange.RequestHead.WriteTo(upstream.Output);
        _exchange.SealRequestHead();
        if (IsBodyFiltered)
            _filteredBody!.WritePrepared(upstream.Output);
        else if (_bodyBuffered)
            WriteBufferedBody(upstream.Output);
        _step = Http1Step.SendRequest;
    }

    /// <summary>The nearer of the call's and the try's bounds; armed anew for every try.</summary>
    private void ArmTimers(bool tryBegins)
    {
        var perTry = tryBegins ? _timeouts.PerTry : TimeSpan.Zero;
        var whole = _timeouts.Whole;
        if (whole == TimeSpan.Zero && perTry == TimeSpan.Zero)
            return;
        var left = whole == TimeSpan.Zero ? TimeSpan.MaxValue : whole - TimeOfCall;
        if (perTry > TimeSpan.Zero && perTry < left)
            _interrupt.Arm(perTry, EgressErrorReason.PerTryTimeout);
        else if (left != TimeSpan.MaxValue)
            _interrupt.Arm(left, EgressErrorReason.Timeout);
        else
            _interrupt.Disarm();
    }

    /// <summary>What the call has used of its time: an injected delay is not the service's.</summary>
    private TimeSpan TimeOfCall => Stopwatch.GetElapsedTime(_exchange.StartTimestamp) - _exchange.Delayed;

    private void StartSpan()
    {
        if (!_services.Tracing.IsEnabled)
            return;
        var head = _exchange.RequestHead;
        _attemptSpan = _services.Tracing.StartAttempt(_exchange.Trace, _exchange.ClusterState!.Plan, Encoding.ASCII.GetString(head.Method), _exchange.AttemptCount);
        if (_attemptSpan is null)
            return;
        _services.Tracing.SetPeer(_attemptSpan, _exchange.Endpoint!.Address);
        _services.Tracing.Inject(head, TraceContext.Of(_attemptSpan));
    }

    private void WriteBufferedBody(IBufferWriter<byte> output)
    {
        var length = _exchange.RequestHead.BodyLength;
        if (_exchange.RequestHead.Body == BodyKind.None || length == 0 || !_input.TryRead(out var read))
            return;
        foreach (var segment in read.Buffer.Slice(0, length))
            output.Write(segment.Span);
        _input.AdvanceTo(read.Buffer.Start); // kept for another try
        _exchange.BytesFromClient = length;
    }

    private void OnRequestSent(FlushResult sent)
    {
        if (sent.IsCompleted || sent.IsCanceled)
        {
            FailAttempt(UpstreamReset, "sending the request failed");
            return;
        }
        if (_bodyBuffered)
            _client.StartReadAhead(); // only to notice that the client leaves
        else
            _pump = RequestBodyPump.Start(_client, _upstream!.Output, _exchange, _interrupt, _limits, _services, IsBodyFiltered ? _filteredBody : null);
        _step = Http1Step.ReadResponse;
    }

    private void OnUpstreamRead(ReadResult read)
    {
        var upstream = _upstream!;
        var head = upstream.Response;
        if (_interrupt.Reason != EgressErrorReason.None)
        {
            upstream.Input.AdvanceTo(read.Buffer.Start);
            FailAttempt(default, null);
            return;
        }
        switch (head.TryParse(read.Buffer, _exchange.RequestHead.KnownMethod, _limits, out var consumed, out var error))
        {
            case ParseStatus.Done:
                upstream.Input.AdvanceTo(consumed);
                OnResponseHead(head);
                return;
            case ParseStatus.Error:
                upstream.Input.AdvanceTo(read.Buffer.Start);
                FailAttempt(UpstreamProtocol, HttpParseErrors.Text(error));
                return;
        }
        if (!read.IsCompleted)
        {
            upstream.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            return;
        }
        upstream.Input.AdvanceTo(read.Buffer.End);
        FailAttempt(UpstreamReset, "the connection ended before the answer was complete");
    }

    private void OnResponseHead(ResponseHead head)
    {
        if (head.IsInformational)
        {
            if (++_informational > MaxInformational)
                FailAttempt(UpstreamProtocol, $"the service sent more than {MaxInformational} informational answers");
            else if (_exchange.RequestHead.MinorVersion >= 1)
            {
                head.RemoveHopByHop(keepUpgrade: false);
                head.WriteTo(_output);
                FlushClient(Http1Step.ReadResponse);
            }
            return;
        }
        if (head.Status == 101 && !_exchange.RequestHead.WantsUpgrade)
        {
            FailAttempt(UpstreamProtocol, "the service switched protocols without being asked");
            return;
        }
        _responseReady = true;
        head.RemoveListed(); // before filters write theirs
        if (_exchange.Pick.NewCookie is not null)
            _exchange.ClusterState!.HashKey!.GiveCookie(head, _exchange.Pick);
        _exchange.ShowResponse(head);
        _exchange.Status = head.Status;
        var latency = Stopwatch.GetElapsedTime(_sentAt);
        _exchange.UpstreamTicks = latency.Ticks;
        _exchange.Endpoint!.Latency?.Observe(latency);
        _step = Http1Step.AttemptEnded;
    }

    private static EgressError Local(EgressErrorReason reason) => new(reason, FailureSide.Local, Retryability.Never);

    private void FailAttempt(EgressError error, string? detail)
    {
        var interrupted = _interrupt.Reason;
        if (interrupted != EgressErrorReason.None)
        {
            var side = interrupted switch
            {
                EgressErrorReason.Timeout or EgressErrorReason.PerTryTimeout => FailureSide.Upstream,
                EgressErrorReason.LimitReached => FailureSide.Local,
                _ => FailureSide.Downstream,
            };
            error = new EgressError(interrupted, side, Retryability.MaybeProcessed);
            detail = interrupted == EgressErrorReason.LimitReached ? _exchange.Limits.Refusal?.Text : null;
        }
        _attemptError = error;
        _exchange.Failure = error;
        _exchange.Detail = detail;
        _step = Http1Step.AttemptEnded;
    }

    private void OnAttemptEnded()
    {
        if (!_inRetry && ShouldRetry())
        {
            _step = Http1Step.Retry;
            return;
        }
        Answer();
    }

    private bool ShouldRetry()
    {
        if (_interrupt.Reason is not (EgressErrorReason.None or EgressErrorReason.PerTryTimeout))
            return false;
        if (!_bodyBuffered && _pump is not null)
            return false; // part of the body is gone: it was never kept
        var result = AttemptResult.Of(_exchange.RequestHead, _exchange.ResponseHead, _attemptError, _upstream is { IsReused: true });
        if (_hintsTaken && _exchange.ResponseHead is { } response)
            result = result.With(_retryHints!, response);
        return RetryDecision.IsRetriable(RetryPlanOfCall, result);
    }

    /// <summary>Only where the route has a condition that the request can fill, and before its fields are stripped.</summary>
    private void TakeRetryHints(RequestHead head)
    {
        _hintsTaken = (RetryPlanOfCall.Conditions & RetryHints.Conditions) != 0;
        if (_hintsTaken)
            (_retryHints ??= new RetryHints()).Take(head);
    }

    private RetryPlan RetryPlanOfCall => _exchange.Decision.Route?.Retry ?? RetryPlan.Default;

    private void Answer()
    {
        if (IsHandedBack())
            return;
        if (_responseReady)
        {
            _exchange.Failure = EgressError.None;
            _exchange.Detail = null;
            BeginResponse();
            return;
        }
        if (IsBodyFiltered && _filteredBody!.Refusal is { } refusal)
            Conclude(refusal.Slot, refusal.Result);
        else if (_attemptError.Reason == EgressErrorReason.ClientClosed)
            EndClient(ResponseFlags.DownstreamClosed);
        else
            Refuse(_attemptError, _exchange.Detail);
    }

    /// <summary>Ends the attempt's hold on its connection: kept when it is clean, reset otherwise.</summary>
    private void DropUpstream(bool reusable = false)
    {
        if (_upstream is not { } upstream)
            return;
        _upstream = null;
        _exchange.ShowResponse(null);
        if (_interrupt.TryEnd() && reusable)
            upstream.ReturnToPool();
        else
            upstream.Abort();
    }
}
