using System.IO.Pipelines;
using EgressPipeline.Http;
using EgressPipeline.Http.Http2;

namespace EgressPipeline.Http2;

/// <summary>Flow control and framing of answers: on whichever thread an answer comes or a window opens.</summary>
internal sealed partial class Http2Connection
{
    /// <summary>Bytes of body that a stream frames before others get their turn.</summary>
    private const int Turn = 16 * 1024;

    private int _receiveWindow;
    private int _untold;

    /// <summary>Bytes the client lets all streams together send. Under the lock.</summary>
    public long SendWindow { get; private set; } = Http2Settings.DefaultWindow;

    /// <summary>Frames what a stream's loop has written; waits while it does not fit.</summary>
    public ValueTask<FlushResult> FlushAsync(Http2Stream stream)
    {
        ValueTask<FlushResult> result;
        lock (_gate)
        {
            if (stream.IsDead || _output.HasFailed)
            {
                stream.Answers.Framed(stream.Answers.Unframed.Length);
                return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: true));
            }
            var status = stream.Framer.Run(long.MaxValue);
            Conclude(stream, status);
            if (status == FramingStatus.Blocked)
                _blocked.Add(stream);
            result = status == FramingStatus.Blocked
                ? stream.Answers.Wait()
                : new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: stream.IsDead));
        }
        Leave();
        return result;
    }

    /// <summary>Ends the wait of a flush. False when it does not wait.</summary>
    public bool TryStopWaiting(Http2Stream stream)
    {
        lock (_gate)
        {
            if (!stream.Answers.IsWaiting)
                return false;
            stream.Answers.IsWaiting = false;
            _blocked.Remove(stream);
            return true;
        }
    }

    /// <summary>A stream's loop has read part of a request: the client may send as much again.</summary>
    public void OnRead(Http2Stream stream, long bytes)
    {
        lock (_gate)
        {
            // What is read also has a head and chunk sizes in it, so this tells of data a little early and never of too much.
            var data = (int)Math.Min(bytes, stream.Unread);
            if (data == 0 || !IsOpen(stream))
                return;
            stream.Unread -= data;
            stream.Untold += data;
            GiveBack(data);
            if (!stream.ReceivedEnd && stream.Untold >= Options.StreamWindow / 2)
            {
                FrameWriter.WriteWindowUpdate(_output, stream.Id, stream.Untold);
                stream.ReceiveWindow += stream.Untold;
                stream.Untold = 0;
            }
        }
        _output.Send();
    }

    /// <summary>Writes HEADERS of an answer. Under the lock.</summary>
    public void WriteHead(Http2Stream stream, ResponseHead head, bool endStream)
    {
        ResponseFields.Encode(_encoder, head);
        FrameWriter.WriteHeaders(_output, stream.Id, _encoder.Block, endStream, PeerFrameSize);
        _flood.Useful();
    }

    /// <summary>Writes DATA, which fits both windows and a frame. Under the lock.</summary>
    public void WriteData(Http2Stream stream, ReadOnlySpan<byte> data, bool endStream)
    {
        FrameWriter.WriteData(_output, stream.Id, data, endStream);
        stream.SendWindow -= data.Length;
        SendWindow -= data.Length;
        _flood.Useful();
    }

    /// <summary>Writes trailers, which end the stream. Under the lock.</summary>
    public void WriteTrailers(Http2Stream stream, ReadOnlySpan<byte> lines)
    {
        ResponseFields.EncodeTrailers(_encoder, lines);
        FrameWriter.WriteHeaders(_output, stream.Id, _encoder.Block, endStream: true, PeerFrameSize);
    }

    private void OnSent()
    {
        Http2Stream? chain = null;
        lock (_gate)
        {
            if (_output.HasFailed)
            {
                for (var i = _all.Count - 1; i >= 0; i--)
                    Kill(_all[i], wasReset: true, ref chain);
            }
            else
                Resume(ref chain);
        }
        if (_output.HasFailed)
            _input.CancelPendingRead(); // the reader sees that it is over
        Wake(chain);
        Leave();
    }

    // Under the lock.
    private void GiveBack(long bytes)
    {
        _untold += (int)bytes;
        if (_untold < Options.ConnectionWindow / 2)
            return;
        FrameWriter.WriteWindowUpdate(_output, 0, _untold);
        _receiveWindow += _untold;
        _untold = 0;
    }

    // Under the lock.
    private void Conclude(Http2Stream stream, FramingStatus status)
    {
        if (status == FramingStatus.Done)
            Finish(stream);
        else if (status == FramingStatus.Broken)
            Reset(stream, Http2ErrorCode.InternalError);
    }

    /// <summary>Frames what waits, each stream in its turn. Under the lock.</summary>
    private void Resume(ref Http2Stream? chain)
    {
        var moved = true;
        while (moved && _blocked.Count > 0 && Unsent < Options.MaxUnsent)
        {
            moved = false;
            for (var i = _blocked.Count - 1; i >= 0; i--)
                moved |= ResumeOne(_blocked[i], ref chain);
        }
    }

    /// <summary>True when something was framed. Under the lock.</summary>
    private bool ResumeOne(Http2Stream stream, ref Http2Stream? chain)
    {
        if (!stream.Answers.IsWaiting)
            return false;
        var before = stream.Answers.Unframed.Length;
        var status = stream.Framer.Run(Turn);
        var moved = stream.Answers.Unframed.Length != before;
        if (status == FramingStatus.Blocked)
            return moved;
        stream.Answers.IsWaiting = false;
        _blocked.Remove(stream);
        Conclude(stream, status);
        Chain(stream, ref chain);
        return true;
    }

    private static void Chain(Http2Stream stream, ref Http2Stream? chain)
    {
        stream.NextToWake = chain;
        chain = stream;
    }

    /// <summary>Lets loops go on whose flush has ended. Not under the lock.</summary>
    private static void Wake(Http2Stream? chain)
    {
        while (chain is not null)
        {
            var stream = chain;
            chain = stream.NextToWake;
            stream.NextToWake = null;
            stream.Answers.Wake();
        }
    }
}
