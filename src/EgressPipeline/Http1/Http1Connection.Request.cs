using System.Buffers;
using System.IO.Pipelines;
using EgressPipeline.Http;
using EgressPipeline.Http1.Deadlines;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Http1;

/// <summary>Reading a request and letting the filters judge it.</summary>
internal sealed partial class Http1Connection
{
    private const int HttpPort = 80;
    private const int HttpsPort = 443;

    private long _clientDeadline;
    private long _seenMoves;
    private long _seenAt;
    private bool _headBegun;
    private bool _bodyBuffered;
    private RequestBodyPump? _pump;

    /// <summary>Called by the heartbeat's thread: idle and slow clients, and clients that left during a call.</summary>
    public void OnHeartbeat(long nowMilliseconds)
    {
        if (nowMilliseconds > Volatile.Read(ref _clientDeadline))
            _input.CancelPendingRead(); // the loop checks the deadline again: it may have moved on
        _interrupt.OnHeartbeat();
        _pump?.OnHeartbeat(nowMilliseconds);
        if (_step == Http1Step.PrepareBody && _filteredBody is { } body && body.Rate.OnHeartbeat(nowMilliseconds, body.Received))
            _input.CancelPendingRead();
        WatchStall(nowMilliseconds);
    }

    /// <summary>Ends a call in which nothing moves: a service that never answers, or a client that never reads.</summary>
    private void WatchStall(long nowMilliseconds)
    {
        var moves = Volatile.Read(ref _moves) + _exchange.BytesFromClient;
        var step = _step;
        if (moves != _seenMoves || step is Http1Step.ReadRequest or Http1Step.Upgraded)
        {
            _seenMoves = moves;
            _seenAt = nowMilliseconds;
            return;
        }
        if (nowMilliseconds - _seenAt <= _services.Options.Limits.StreamIdleTimeout.TotalMilliseconds)
            return;
        _seenAt = nowMilliseconds;
        _services.Metrics.LimitsHit[LimitKind.StreamIdle].Increment();
        _interrupt.Fire(EgressErrorReason.Timeout);
        if (step == Http1Step.FlushClient)
            _client.Abort();
    }

    private void ExpectRequest()
    {
        _headBegun = false;
        _step = Http1Step.ReadRequest;
        if (!_client.IsStream)
            SetClientDeadline(_services.Options.Limits.IdleTimeout); // a stream waits for the next one as long as its connection lives
    }

    private void SetClientDeadline(TimeSpan after) =>
        Volatile.Write(ref _clientDeadline, _services.Heartbeat.NowMilliseconds + (long)after.TotalMilliseconds);

    private void OnClientRead(ReadResult read)
    {
        var buffer = read.Buffer;
        if (read.IsCanceled)
        {
            OnReadCancelled(buffer);
            return;
        }
        var status = _exchange.RequestHead.TryParse(buffer, _limits, out var consumed, out var error);
        if (status == ParseStatus.Done)
        {
            _input.AdvanceTo(consumed);
            OnHead();
            return;
        }
        if (status == ParseStatus.Error)
        {
            var isHttp2 = error == HttpParseError.UnsupportedVersion && !_hadRequest && !_client.IsStream && BeginsHttp2(buffer);
            _input.AdvanceTo(buffer.Start);
            if (!isHttp2)
                RejectHead(error);
            else
            {
                IsHttp2 = true;
                _step = Http1Step.Stop;
            }
            return;
        }
        if (read.IsCompleted)
        {
            _input.AdvanceTo(buffer.End);
            _step = Http1Step.Stop;
            return;
        }
        if (!_headBegun && !buffer.IsEmpty)
        {
            _headBegun = true;
            SetClientDeadline(_services.Options.Limits.HeadTimeout); // counted from the first byte and never extended
        }
        _input.AdvanceTo(buffer.Start, buffer.End);
    }

    // The first line is there, or the head would not have been refused.
    private static bool BeginsHttp2(in ReadOnlySequence<byte> buffer) => buffer.FirstSpan.StartsWith("PRI * HTTP/2.0\r\n"u8);

    private void OnReadCancelled(ReadOnlySequence<byte> unread)
    {
        _input.AdvanceTo(unread.Start);
        var late = _services.Heartbeat.NowMilliseconds > _clientDeadline;
        var closing = _services.Lifetime.Closing.IsCancellationRequested;
        if (!_headBegun && (late || closing))
        {
            if (late)
                _services.Metrics.LimitsHit[LimitKind.IdleTimeout].Increment();
            _step = Http1Step.Stop; // idle: nothing is owed
            return;
        }
        if (!late)
            return;
        _services.Metrics.LimitsHit[LimitKind.HeadTimeout].Increment();
        _exchange.BeginUnparsed();
        _keepClient = false;
        Refuse(new EgressError(EgressErrorReason.ClientTimeout, FailureSide.Downstream, Retryability.Never), "the request head did not arrive in time");
    }

    private void RejectHead(HttpParseError error)
    {
        _services.Metrics.RejectedHeads[error].Increment();
        if (error == HttpParseError.HeadTooLarge)
            _services.Metrics.LimitsHit[LimitKind.HeadBytes].Increment();
        else if (error == HttpParseError.TooManyHeaders)
            _services.Metrics.LimitsHit[LimitKind.HeaderCount].Increment();
        _exchange.BeginUnparsed();
        _keepClient = false;
        var status = error is HttpParseError.HeadTooLarge or HttpParseError.TooManyHeaders ? 431 : 0;
        Refuse(new EgressError(EgressErrorReason.BadRequest, FailureSide.Downstream, Retryability.Never), HttpParseErrors.Text(error), status);
    }

    /// <summary>(1) → (2): a head is complete.</summary>
    private void OnHead()
    {
        Volatile.Write(ref _clientDeadline, long.MaxValue);
        var head = _exchange.RequestHead;
        _keepClient = head.KeepAlive;
        _hadRequest = true;
        _bodyBuffered = head.Body == BodyKind.None;
        _interrupt.Begin();
        var connect = head.KnownMethod == KnownMethod.Connect;
        var problem = _exchange.Begin(EnterSnapshot(), connect ? CallKind.Connect : CallKind.Http, DefaultPort(head));
        _exchange.Trace = _services.Tracing.Extract(head);
        if (connect && (!_origin.AllowsConnect || _origin.AuthorizedHost is not null))
            problem ??= "CONNECT is served on the proxy listener only, in HTTP/1.1";
        if (problem is not null)
        {
            Refuse(new EgressError(EgressErrorReason.BadRequest, FailureSide.Downstream, Retryability.Never), problem);
            return;
        }
        if (_origin.AuthorizedHost is { } authorized && (!_exchange.Host.SequenceEqual(authorized) || _exchange.Port != _origin.AuthorizedPort))
        {
            _keepClient = false;
            Refuse(new EgressError(EgressErrorReason.Misdirected, FailureSide.Downstream, Retryability.Never), "Host differs from the host of the CONNECT tunnel");
            return;
        }
        BufferBody(head);
        head.RemoveListed(); // before anybody looks: what is judged is what is sent, and what filters write stays
        _exchange.IsJudged = true;
        BeginFilters();
    }

    private int DefaultPort(RequestHead head)
    {
        if (_origin.AuthorizedPort != 0)
            return _origin.AuthorizedPort;
        return head.Scheme.SequenceEqual("https"u8) ? HttpsPort : HttpPort;
    }

    /// <summary>
    /// A body that arrived whole with its head stays in the read buffer until the exchange is over, so that it goes out in
    /// one send and can be sent again. Any other body is streamed by the pump.
    /// </summary>
    private void BufferBody(RequestHead head)
    {
        if (head.Body != BodyKind.ContentLength || !_input.TryRead(out var read))
            return;
        _bodyBuffered = read.Buffer.Length >= head.BodyLength;
        _input.AdvanceTo(read.Buffer.Start);
    }

    /// <summary>(2) → (3): the call is allowed and routed.</summary>
    private void OnJudged()
    {
        if (_exchange is { IsRedirected: true, Decision.Port: null })
        {
            Refuse(Local(EgressErrorReason.Unregistered), "a filter redirected the request to a service that is not declared");
            return;
        }
        if (_exchange.Kind == CallKind.Connect)
        {
            Tunnel = new ConnectRequest(_exchange.Host.ToArray(), _exchange.Port, _exchange.Snapshot, _exchange.Decision);
            _entered = null; // the tunnel holds on to the filters from here on
            _step = Http1Step.Stop;
            return;
        }
        if (_exchange.Decision.Route is { } route && (route.Redirect is not null || route.DirectResponse is not null))
        {
            AnswerFromPolicy(route);
            return;
        }
        if (!_exchange.TryEnterLimits())
            RefuseByLimit();
        else if (_exchange.Decision.Route is { Fault: not null })
            BeginFault();
        else
            BeginForwarding();
    }

    private void BeginForwarding()
    {
        if (_exchange.CrossOrigin is { IsAnswered: true })
            AnswerPreflight();
        else
            BeginRequestBody();
    }

    /// <summary>(3): the head takes its last form, and the first try begins.</summary>
    private void SendFormedHead()
    {
        var head = _exchange.RequestHead;
        _timeouts = CallTimeouts.Take(head, _exchange.Decision.Route);
        head.RemoveHopByHop(keepUpgrade: head.WantsUpgrade);
        TakeRetryHints(head);
        if (_exchange.ClusterState is { Plan.External: true })
            HeaderHygiene.StripForExternal(head);
        head.Add("via"u8, "1.1 egress"u8); // RFC 9110 §7.6.3
        if (IsBodyFiltered)
            _filteredBody!.Frame(head);
        _exchange.FinishTarget();
        if (_exchange.Decision.Route is { Mirrors.Length: > 0 } mirrored)
            BeginMirrors(mirrored);
        BeginExchange();
    }
}
