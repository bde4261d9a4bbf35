using EgressPipeline.Http;
using EgressPipeline.Http.Http2;

namespace EgressPipeline.Http2;

/// <summary>What each frame of the client does. By the reader only; a result other than None is what the frame broke.</summary>
internal sealed partial class Http2Connection
{
    private Http2Violation OnFrame(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (_block.StreamId != 0 && (header.Type != FrameType.Continuation || header.StreamId != _block.StreamId))
            return Http2Violation.ContinuationExpected;
        if (!_sawSettings && (header.Type != FrameType.Settings || header.Has(FrameFlags.Ack)))
            return Http2Violation.BadPreface;
        switch (header.Type)
        {
            case FrameType.Data: return OnData(header, payload);
            case FrameType.Headers: return OnHeaders(header, payload);
            case FrameType.Continuation: return OnContinuation(header, payload);
            case FrameType.Settings: return OnSettings(header, payload);
            case FrameType.Ping: return OnPing(header, payload);
            case FrameType.WindowUpdate: return OnWindowUpdate(header.StreamId, FrameReader.ReadStreamId(payload));
            case FrameType.RstStream: return OnReset(header.StreamId);
            case FrameType.Priority: return OnPriority(header, payload);
            case FrameType.PushPromise: return Http2Violation.ServerPush;
            case FrameType.GoAway: return Http2Violation.None; // the client opens nothing more and closes when it has its answers
            default: return OnUnknown();
        }
    }

    private Http2Violation OnHeaders(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var violation = FrameReader.TryUnwrap(header, payload, out var fragment);
        if (violation != Http2Violation.None)
            return violation;
        var ends = header.Has(FrameFlags.EndStream);
        if (header.Has(FrameFlags.EndHeaders))
            return OnBlock(header.StreamId, ends, fragment);
        lock (_gate)
        {
            _waitingSince = _services.Heartbeat.NowMilliseconds;
            return _block.Begin(header.StreamId, ends, fragment);
        }
    }

    private Http2Violation OnContinuation(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (_block.StreamId == 0)
            return Http2Violation.UnexpectedContinuation;
        var violation = _block.Continue(payload);
        if (violation != Http2Violation.None || !header.Has(FrameFlags.EndHeaders))
            return violation;
        var (id, ends) = (_block.StreamId, _block.EndsStream);
        violation = OnBlock(id, ends, _block.Fragments);
        lock (_gate)
            _block.End();
        return violation;
    }

    private Http2Violation OnBlock(int id, bool ends, ReadOnlySpan<byte> block)
    {
        var stream = Find(id);
        _fields.Begin(trailers: stream is not null);
        var fields = _fields;
        var error = _decoder.Decode(block, ref fields);
        if (error is not (HpackError.None or HpackError.ListTooLarge or HpackError.TooManyFields))
            return Http2Violation.Compression;
        return stream is null ? OnRequest(id, ends, error) : OnTrailers(stream, ends, error);
    }

    private Http2Violation OnTrailers(Http2Stream stream, bool ends, HpackError error)
    {
        lock (_gate)
        {
            if (!IsOpen(stream))
                return Http2Violation.None; // it was answered and reset at this very moment
            if (stream.ReceivedEnd)
                return Http2Violation.HalfClosedStream;
            if (!ends)
                return Http2Violation.TrailersWithoutEnd;
            if (error != HpackError.None)
                return Http2Violation.FieldsTooLarge;
            if (_fields.Finish(ends) is var violation and not Http2Violation.None)
                return violation;
            if (stream.Promised > 0)
                return Http2Violation.LengthMismatch;
            stream.ReceivedEnd = true;
        }
        if (stream.Promised < 0)
            ChunkedEncoder.WriteEnd(stream.Requests, _fields.Lines);
        Deliver(stream);
        return Http2Violation.None;
    }

    private Http2Violation OnData(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        Http2Stream? stream;
        ReadOnlySpan<byte> data;
        var ends = header.Has(FrameFlags.EndStream);
        lock (_gate)
        {
            if (header.StreamId > _lastStreamId)
                return Http2Violation.IdleStream;
            if (header.Length > _receiveWindow)
                return Http2Violation.ConnectionWindowExceeded;
            _receiveWindow -= header.Length;
            var violation = FrameReader.TryUnwrap(header, payload, out data);
            if (violation != Http2Violation.None)
                return violation;
            stream = Find(header.StreamId);
            violation = stream is null ? OfClosed(header.StreamId) : Receive(stream, header.Length, data.Length, ends);
            if (stream is null || violation != Http2Violation.None)
                GiveBack(header.Length);
            else
                GiveBack(header.Length - data.Length);
            if (stream is null || violation != Http2Violation.None)
                return violation;
            if (data.IsEmpty && !ends)
                return _flood.Empty();
            _flood.Useful();
        }
        if (stream.Promised >= 0)
            System.Buffers.BuffersExtensions.Write(stream.Requests, data);
        else
            ChunkedEncoder.WriteChunk(stream.Requests, data);
        if (ends && stream.Promised < 0)
            ChunkedEncoder.WriteEnd(stream.Requests, default);
        Deliver(stream);
        return Http2Violation.None;
    }

    // Under the lock.
    private static Http2Violation Receive(Http2Stream stream, int framed, int data, bool ends)
    {
        if (stream.ReceivedEnd)
            return Http2Violation.HalfClosedStream;
        if (framed > stream.ReceiveWindow)
            return Http2Violation.WindowExceeded;
        if (stream.Promised >= 0)
        {
            if (data > stream.Promised || (ends && data < stream.Promised))
                return Http2Violation.LengthMismatch;
            stream.Promised -= data;
        }
        stream.ReceiveWindow -= framed;
        stream.Untold += framed - data; // padding is nobody's to read
        stream.Unread += data;
        stream.ReceivedEnd = ends;
        return Http2Violation.None;
    }

    private Http2Violation OnSettings(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.Has(FrameFlags.Ack))
            return Http2Violation.None;
        Http2Stream? chain = null;
        lock (_gate)
        {
            _sawSettings = true;
            _waitingSince = _services.Heartbeat.NowMilliseconds;
            var before = _peer.InitialWindowSize;
            var violation = _peer.Apply(payload);
            if (violation != Http2Violation.None)
                return violation;
            _encoder.SetPeerTableSize(_peer.HeaderTableSize);
            foreach (var stream in _streams.Values)
            {
                stream.SendWindow += _peer.InitialWindowSize - before; // RFC 9113 §6.9.2: it may become negative
                if (stream.SendWindow > int.MaxValue)
                    return Http2Violation.ConnectionWindowOverflow;
            }
            if (_flood.Settings() is var flood and not Http2Violation.None)
                return flood;
            FrameWriter.WriteSettingsAck(_output);
            Resume(ref chain);
        }
        Wake(chain);
        return Http2Violation.None;
    }

    private Http2Violation OnPing(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (!header.Has(FrameFlags.Ack))
                FrameWriter.WritePing(_output, payload, ack: true);
            return _flood.Ping();
        }
    }

    private Http2Violation OnWindowUpdate(int id, int increment)
    {
        Http2Stream? chain = null;
        lock (_gate)
        {
            if (_flood.Update() is var flood and not Http2Violation.None)
                return flood;
            if (id > _lastStreamId)
                return Http2Violation.IdleStream;
            var stream = id == 0 ? null : Find(id);
            if (id != 0 && stream is null)
                return Http2Violation.None; // closed: it was on its way
            if (increment == 0)
                return id == 0 ? Http2Violation.ZeroConnectionWindowIncrement : Http2Violation.ZeroWindowIncrement;
            if (stream is null)
                SendWindow += increment;
            else
                stream.SendWindow += increment;
            if (SendWindow > int.MaxValue)
                return Http2Violation.ConnectionWindowOverflow;
            if (stream?.SendWindow > int.MaxValue)
                return Http2Violation.WindowOverflow;
            if (stream is null)
                Resume(ref chain);
            else
                ResumeOne(stream, ref chain);
        }
        Wake(chain);
        return Http2Violation.None;
    }

    private Http2Violation OnReset(int id)
    {
        Http2Stream? chain = null;
        lock (_gate)
        {
            if (id > _lastStreamId)
                return Http2Violation.IdleStream;
            if (Find(id) is not { } stream)
                return Http2Violation.None;
            if (_flood.Reset() is var flood and not Http2Violation.None)
                return flood;
            Kill(stream, wasReset: true, ref chain);
        }
        ReleaseKilled();
        Wake(chain);
        return Http2Violation.None;
    }

    // RFC 9113 §5.3: priorities are not used, but must be well-formed.
    private Http2Violation OnPriority(in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (payload.Length != FrameRules.PriorityBytes)
            return Http2Violation.WrongPriorityLength;
        lock (_gate)
            return FrameReader.ReadStreamId(payload) == header.StreamId ? Http2Violation.DependsOnItself : _flood.Update();
    }

    private Http2Violation OnUnknown()
    {
        lock (_gate)
            return _flood.Empty();
    }

    // Under the lock. DATA for a stream that is not open.
    private Http2Violation OfClosed(int id) =>
        _closed.Contains(id, out var wasReset) && wasReset ? _flood.Empty() : Http2Violation.ClosedStream;
}
