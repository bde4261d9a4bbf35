using EgressPipeline.Http;
using EgressPipeline.Http.Http2;
using EgressPipeline.Http1;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Http2;

/// <summary>Streams come, are served, and go.</summary>
internal sealed partial class Http2Connection
{
    private Http2Stream? Find(int id)
    {
        lock (_gate)
            return _streams.GetValueOrDefault(id);
    }

    /// <summary>A field block that opens a stream.</summary>
    private Http2Violation OnRequest(int id, bool ends, HpackError error)
    {
        if ((id & 1) == 0)
            return Http2Violation.EvenStreamId;
        Http2Stream stream;
        lock (_gate)
        {
            if (id <= _lastStreamId)
                return OfUsed(id);
            _lastStreamId = id;
            _flood.Useful();
            if (_isGoingAway || _streams.Count >= Options.MaxStreams)
                return Http2Violation.TooManyStreams;
            if (error != HpackError.None)
                return AnswerTooLarge(id, ends, error);
            if (_fields.Finish(ends) is var violation and not Http2Violation.None)
                return violation;
            stream = TakeIdle();
            stream.Begin(id, _fields.Method, ends ? 0 : _fields.ContentLength, ends, _peer.InitialWindowSize, Options.StreamWindow);
            _streams.Add(id, stream);
        }
        _fields.WriteHead(stream.Requests, ends);
        Deliver(stream);
        if (stream.Loop is null)
            Start(stream);
        return Http2Violation.None;
    }

    // Under the lock. HEADERS for a stream that is not open and not new.
    private Http2Violation OfUsed(int id)
    {
        if (!_closed.Contains(id, out var wasReset))
            return Http2Violation.StreamIdReused;
        return wasReset ? _flood.Empty() : Http2Violation.ClosedStream;
    }

    // Under the lock. RFC 6585 §5.
    private Http2Violation AnswerTooLarge(int id, bool ends, HpackError error)
    {
        _services.Metrics.LimitsHit[error == HpackError.TooManyFields ? LimitKind.HeaderCount : LimitKind.HeadBytes].Increment();
        _services.Metrics.Http2Violations[Http2Violation.FieldsTooLarge].Increment();
        _encoder.Begin();
        _encoder.Add(":status"u8, "431"u8);
        FrameWriter.WriteHeaders(_output, id, _encoder.Block, endStream: true, PeerFrameSize);
        if (!ends)
            FrameWriter.WriteRstStream(_output, id, Http2ErrorCode.NoError);
        _closed.Add(id, wasReset: !ends);
        return _flood.Reset();
    }

    private Http2Stream TakeIdle()
    {
        while (_idle.TryPop(out var stream))
        {
            if (!stream.HasEnded && !stream.IsDead)
                return stream;
        }
        var fresh = new Http2Stream(this, _limits);
        _all.Add(fresh);
        return fresh;
    }

    private void Start(Http2Stream stream)
    {
        stream.Loop = new Http1Connection(_pipeline, stream, _origin);
        lock (_gate)
            _loops++;
        _ = ServeAsync(stream);
    }

    private async Task ServeAsync(Http2Stream stream)
    {
        try
        {
            await stream.Loop!.RunAsync();
        }
        catch (Exception failure) // the root of a stream: a bug ends its request, not the others
        {
            Log.StreamFailed(_pipeline.Logger, failure);
        }
        finally
        {
            stream.Loop!.Dispose();
            OnLoopEnded(stream);
        }
    }

    private void OnLoopEnded(Http2Stream stream)
    {
        lock (_gate)
        {
            stream.HasEnded = true;
            if (IsOpen(stream))
                Reset(stream, Http2ErrorCode.InternalError);
            _ended.Add(stream);
            _loops--;
            if (_isOver && _loops == 0)
                _loopsEnded.TrySetResult();
        }
        Leave();
    }

    /// <summary>Lets the loop of a stream read what the reader has put there. By the reader only.</summary>
    private static void Deliver(Http2Stream stream)
    {
        var flushed = stream.Requests.FlushAsync(CancellationToken.None);
        if (flushed.IsCompletedSuccessfully)
            _ = flushed.Result; // always: what a client may send is bounded by its windows, not by this pipe
    }

    /// <summary>The stream is cut off by its own loop, which can give no honest end to its answer.</summary>
    public void Abort(Http2Stream stream)
    {
        lock (_gate)
        {
            if (IsOpen(stream))
                Reset(stream, Http2ErrorCode.InternalError);
        }
        Leave();
    }

    /// <summary>Ends the stream for what the client did on it. False when the connection has to end instead.</summary>
    private bool EndStreamFor(int id, Http2Violation violation)
    {
        if (!Http2Violations.IsStreamError(violation) || id == 0)
            return false;
        _services.Metrics.Http2Violations[violation].Increment();
        Http2Stream? chain = null;
        bool isFlood;
        lock (_gate)
        {
            FrameWriter.WriteRstStream(_output, id, Http2Violations.Code(violation));
            if (Find(id) is { } stream)
                Kill(stream, wasReset: true, ref chain);
            else
                _closed.Add(id, wasReset: true);
            isFlood = _flood.Reset() != Http2Violation.None;
        }
        ReleaseKilled();
        Wake(chain);
        if (isFlood)
            Fail(Http2Violation.ResetFlood);
        return !isFlood;
    }

    // The rest is under the lock.
    private bool IsOpen(Http2Stream stream) => _streams.TryGetValue(stream.Id, out var open) && ReferenceEquals(open, stream);

    private void Reset(Http2Stream stream, Http2ErrorCode code)
    {
        FrameWriter.WriteRstStream(_output, stream.Id, code);
        Close(stream, wasReset: true);
        stream.IsDead = true;
        _killed.Add(stream);
    }

    /// <summary>Ends the stream towards its loop. Follow with <see cref="ReleaseKilled"/> and <see cref="Wake"/> behind the lock.</summary>
    private void Kill(Http2Stream stream, bool wasReset, ref Http2Stream? chain)
    {
        if (IsOpen(stream))
            Close(stream, wasReset);
        if (stream.IsDead)
            return;
        stream.IsDead = true;
        _killed.Add(stream);
        if (!stream.Answers.IsWaiting)
            return;
        stream.Answers.IsWaiting = false;
        _blocked.Remove(stream);
        Chain(stream, ref chain);
    }

    private void Close(Http2Stream stream, bool wasReset)
    {
        _streams.Remove(stream.Id);
        _closed.Add(stream.Id, wasReset);
        GiveBack(stream.Unread);
        stream.Unread = 0;
        if (_streams.Count > 0)
            return;
        _waitingSince = _services.Heartbeat.NowMilliseconds;
        if (_isGoingAway)
            _mustWakeReader = true;
    }

    /// <summary>The answer is complete: the stream's loop serves another one, or ends.</summary>
    private void Finish(Http2Stream stream)
    {
        var isWhole = stream.ReceivedEnd;
        if (!isWhole)
            FrameWriter.WriteRstStream(_output, stream.Id, Http2ErrorCode.NoError); // RFC 9113 §8.1: the rest of the request is not wanted
        Close(stream, wasReset: !isWhole);
        if (isWhole && stream.Framer.KeepsAlive)
        {
            stream.Framer.Begin();
            _idle.Push(stream);
            return;
        }
        _killed.Add(stream);
    }

    /// <summary>Tells the loops of streams that ended that nothing more comes. By the reader only, not under the lock.</summary>
    private void ReleaseKilled()
    {
        while (true)
        {
            Http2Stream stream;
            lock (_gate)
            {
                if (_killed.Count == 0)
                    break;
                stream = _killed[^1];
                _killed.RemoveAt(_killed.Count - 1);
            }
            if (stream.IsDead && !stream.HasEnded)
                stream.Loop?.EndCall();
            stream.Requests.Complete();
        }
        lock (_gate)
        {
            foreach (var stream in _ended)
            {
                _all.Remove(stream);
                stream.Return();
            }
            _ended.Clear();
        }
    }
}
