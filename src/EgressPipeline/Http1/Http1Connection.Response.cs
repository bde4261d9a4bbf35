using System.IO.Pipelines;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;

namespace EgressPipeline.Http1;

/// <summary>Sending the upstream's answer to the client.</summary>
internal sealed partial class Http1Connection
{
    private readonly BodyCopier _copier;
    private bool _responseBegun;
    private bool _bodyEnded;
    private bool _answerBroke;

    private void BeginResponse()
    {
        _filterIndex = 0;
        _pieceIsLast = false;
        if (_exchange.Snapshot.Filters.Response.Length == 0)
            WriteResponseHead();
        else
            _step = Http1Step.FilterResponse;
    }

    private void WriteResponseHead()
    {
        var head = _exchange.ResponseHead!;
        if (head.Status == 101)
        {
            head.RemoveHopByHop(keepUpgrade: true);
            head.WriteTo(_output);
            FlushClient(Http1Step.Upgraded);
            return;
        }
        head.RemoveHopByHop(keepUpgrade: false);
        FrameResponse(head);
        head.WriteTo(_output);
        _responseBegun = true;
        _bodyEnded = head.Body == BodyKind.None || (head.Body == BodyKind.ContentLength && head.BodyLength == 0); // nothing will arrive to wake us
        if (_bodyEnded)
            EndResponse();
        else if (_upstream!.Input.TryRead(out var read))
            OnResponseBodyRead(read);
        else
            FlushClient(Http1Step.ReadResponseBody); // the head goes out at once: a stream of events may follow slowly
    }

    /// <summary>RFC 9112 §6: the framing towards the client is chosen by what the client understands.</summary>
    private void FrameResponse(ResponseHead head)
    {
        var modern = _exchange.RequestHead.MinorVersion >= 1;
        var chunkOutput = modern && head.Body is BodyKind.Chunked or BodyKind.UntilClose;
        if (!modern && head.Body is BodyKind.Chunked or BodyKind.UntilClose)
        {
            head.Remove(KnownHeader.TransferEncoding);
            _keepClient = false; // the end of the connection is the end of the body
        }
        else if (head.Body == BodyKind.UntilClose)
        {
            head.Set("transfer-encoding"u8, "chunked"u8);
        }
        AddConnectionFields(head);
        _copier.Begin(head.Body, head.BodyLength, chunkOutput);
        _responseCounted = 0;
    }

    private void AddConnectionFields(ResponseHead head)
    {
        if (_pump is { IsCompleted: false })
            _keepClient = false; // the answer came before the body: the rest of it would be taken for a request
        head.Add("via"u8, "1.1 egress"u8); // RFC 9110 §7.6.3
        if (!_keepClient)
            head.Set("connection"u8, "close"u8);
        else if (_exchange.RequestHead.MinorVersion == 0)
            head.Set("connection"u8, "keep-alive"u8);
    }

    private void OnResponseBodyRead(ReadResult read)
    {
        if (IsResponseFiltered)
        {
            TakeResponsePiece(read);
            return;
        }
        var status = _copier.Copy(read.Buffer, read.IsCompleted, _output, out var consumed);
        _upstream!.Input.AdvanceTo(consumed, read.Buffer.End);
        if (status == ParseStatus.Error || (_interrupt.Reason != EgressErrorReason.None && status != ParseStatus.Done))
        {
            AbortResponse(_copier.Error == HttpParseError.None ? "the answer was cut off" : HttpParseErrors.Text(_copier.Error));
            return;
        }
        if (!MaySendOn())
            return;
        if (status == ParseStatus.NeedMore)
        {
            FlushClient(Http1Step.ReadResponseBody);
            return;
        }
        _bodyEnded = true;
        EndResponse();
    }

    private void EndResponse()
    {
        _exchange.BytesFromService = _copier.Copied;
        FinishAfterFlush();
    }

    private void FinishAfterFlush()
    {
        if (_pump is not { IsCompleted: false })
        {
            FlushClient(Http1Step.Complete);
            return;
        }
        StopPump();
        FlushClient(Http1Step.AwaitBodyPump);
    }

    /// <summary>Goes to the end of the exchange without sending anything more.</summary>
    private void FinishNow()
    {
        _step = Http1Step.Complete;
        if (_pump is not { IsCompleted: false })
            return;
        StopPump();
        _step = Http1Step.AwaitBodyPump;
    }

    private void StopPump()
    {
        _upstream?.Interrupt(); // wakes a pump that waits for the service to take more
        _pump!.Cancel();
    }

    private void FlushClient(Http1Step next)
    {
        _afterFlush = next;
        if (_slowed > TimeSpan.Zero)
            SlowDown(_slowed, Http1Step.FlushClient);
        else
            _step = Http1Step.FlushClient;
    }

    private void OnClientFlushed(FlushResult flushed)
    {
        if (flushed.IsCompleted || flushed.IsCanceled)
            EndClient(ResponseFlags.DownstreamClosed);
        else
            _step = _afterFlush;
    }

    /// <summary>
    /// The answer broke after its head was sent: nothing honest can follow, so the client's connection is cut, and it sees
    /// an incomplete message instead of a short one.
    /// </summary>
    private void AbortResponse(string detail)
    {
        var reason = _interrupt.Reason;
        _exchange.Flags |= reason switch
        {
            EgressErrorReason.Timeout => ResponseFlags.UpstreamTimeout,
            EgressErrorReason.ClientClosed => ResponseFlags.DownstreamClosed,
            EgressErrorReason.LimitReached => ResponseFlags.RateLimited,
            _ => _copier.Error == HttpParseError.None ? ResponseFlags.UpstreamClosed : ResponseFlags.UpstreamProtocolError,
        };
        _exchange.Failure = new EgressError(reason == EgressErrorReason.None ? EgressErrorReason.UpstreamReset : reason, reason == EgressErrorReason.LimitReached ? FailureSide.Local : FailureSide.Upstream, Retryability.Never);
        _answerBroke = reason == EgressErrorReason.None; // the service did it: neither the caller nor a bound of ours
        _exchange.Detail = detail;
        if (IsBodyFiltered && _filteredBody!.Refusal is { } refusal)
            _exchange.ConcludedBy = refusal.Slot;
        _exchange.BytesFromService = _copier.Copied;
        _keepClient = false;
        _cutClient = true;
        FinishNow();
    }

    /// <summary>The client is gone or must be dropped: record what was and stop.</summary>
    private void EndClient(ResponseFlags flag)
    {
        if (_isSurrounded)
        {
            _attemptError = _exchange.Failure = new EgressError(EgressErrorReason.ClientClosed, FailureSide.Downstream, Retryability.Never);
            _responseReady = false;
            _step = Http1Step.Exchanged;
            return;
        }
        _exchange.Flags |= flag;
        if (_exchange.Failure.Reason == EgressErrorReason.None)
            _exchange.Failure = new EgressError(EgressErrorReason.ClientClosed, FailureSide.Downstream, Retryability.Never);
        _keepClient = false;
        FinishNow();
    }
}
