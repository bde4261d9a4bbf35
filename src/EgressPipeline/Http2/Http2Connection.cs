using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using EgressPipeline.Hosting;
using EgressPipeline.Http;
using EgressPipeline.Http.Http2;
using EgressPipeline.Http1;
using EgressPipeline.Listening;
using EgressPipeline.Pipeline;
using EgressPipeline.Telemetry;
using EgressPipeline.Transport;

namespace EgressPipeline.Http2;

/// <summary>
/// Serves one client connection that speaks HTTP/2. One loop reads frames; every stream is a request of a loop of its
/// own (<see cref="Http2Stream"/>), whose answer is framed on the thread it arrives on.
/// </summary>
/// <remarks>
/// <see cref="_gate"/> guards everything that streams and the reader share. Nothing is awaited or called back under it:
/// streams that may go on are chained and woken behind it.
/// </remarks>
internal sealed partial class Http2Connection : IHeartbeatTarget
{
    private readonly HttpPipeline _pipeline;
    private readonly SidecarServices _services;
    private readonly SocketConnection _client;
    private readonly PipeReader _input;
    private readonly Http1Origin _origin;
    private readonly HttpLimits _limits;
    private readonly Lock _gate = new();
    private readonly FrameOutput _output;
    private readonly Dictionary<int, Http2Stream> _streams = [];
    private readonly Stack<Http2Stream> _idle = new();
    private readonly List<Http2Stream> _blocked = [];
    private readonly List<Http2Stream> _killed = [];
    private readonly List<Http2Stream> _ended = [];
    private readonly List<Http2Stream> _all = [];
    private readonly ClosedStreams _closed = new();
    private readonly FloodGuard _flood;
    private readonly Http2Settings _peer = new();
    private readonly HpackEncoder _encoder = new();
    private readonly HpackDecoder _decoder;
    private readonly RequestFields _fields = new();
    private readonly FieldBlock _block;
    private readonly TaskCompletionSource _loopsEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _loops;
    private int _lastStreamId;
    private bool _sawSettings;
    private bool _isGoingAway;
    private bool _isOver;
    private bool _mustWakeReader;
    private long _waitingSince;

    public Http2Connection(HttpPipeline pipeline, SocketConnection client, Http1Origin origin, Http2Options options)
    {
        _pipeline = pipeline;
        _services = pipeline.Services;
        _client = client;
        _input = client.Transport.Input;
        _origin = origin with { AllowsConnect = false };
        _limits = pipeline.Limits;
        Options = options;
        _output = new FrameOutput(client.Transport.Output, _gate, OnSent);
        _flood = new FloodGuard(options);
        _decoder = new HpackDecoder(new HpackLimits { MaxListBytes = _limits.MaxHeadBytes, MaxFields = _limits.MaxHeaders });
        _block = new FieldBlock(options.MaxBlockBytes, options.MaxContinuations);
        _receiveWindow = options.ConnectionWindow;
        LocalEndPoint = client.LocalEndPoint;
        RemoteEndPoint = client.RemoteEndPoint;
    }

    public Http2Options Options { get; }

    public SocketConnection Client => _client;

    public EndPoint? LocalEndPoint { get; }

    public EndPoint? RemoteEndPoint { get; }

    /// <summary>Bytes that are framed and not being sent. Under the lock.</summary>
    public int Unsent => _output.Unsent;

    /// <summary>The longest frame that the client takes and that is good for others, too. Under the lock.</summary>
    public int PeerFrameSize => Math.Min(_peer.MaxFrameSize, Http2Settings.DefaultMaxFrameSize);

    /// <summary>Serves streams until the connection ends. Never throws for what a peer does.</summary>
    public async Task RunAsync()
    {
        _waitingSince = _services.Heartbeat.NowMilliseconds;
        _services.Heartbeat.Register(this);
        using var closing = _services.Lifetime.Closing.UnsafeRegister(static input => ((PipeReader)input!).CancelPendingRead(), _input);
        try
        {
            WriteGreeting();
            _output.Send();
            await ReadFramesAsync();
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or OperationCanceledException or System.Net.Sockets.SocketException)
        {
            // TLS below reports as exceptions what plain sockets report as values: the client is gone.
        }
        finally
        {
            await EndAsync();
        }
    }

    public void OnHeartbeat(long nowMilliseconds)
    {
        bool isLate, isOver;
        lock (_gate)
        {
            _flood.OnHeartbeat(nowMilliseconds);
            isLate = IsLate(nowMilliseconds);
            isOver = _isOver;
        }
        if (isLate && isOver)
            _client.Abort(); // it does not even take its farewell
        else if (isLate)
            _input.CancelPendingRead();
    }

    // Under the lock. A connection that only just began, or is in the middle of a field block, has less time than an idle one.
    private bool IsLate(long nowMilliseconds)
    {
        var limits = _services.Options.Limits;
        if (_streams.Count > 0 && _block.StreamId == 0 && !_isOver)
            return false;
        var bound = _sawSettings && _block.StreamId == 0 && !_isOver ? limits.IdleTimeout : limits.HeadTimeout;
        return nowMilliseconds - _waitingSince > bound.TotalMilliseconds;
    }

    private async ValueTask ReadFramesAsync()
    {
        var hasPreface = false;
        while (true)
        {
            var read = await _input.ReadAsync();
            var buffer = read.Buffer;
            var goesOn = hasPreface || TryTakePreface(ref buffer, out hasPreface);
            if (goesOn && hasPreface)
                goesOn = TakeFrames(ref buffer);
            _input.AdvanceTo(buffer.Start, buffer.End);
            ReleaseKilled();
            _output.Send();
            if (!goesOn || read.IsCompleted || _output.HasFailed || (read.IsCanceled && MustLeave()) || HasLeft())
                return;
        }
    }

    /// <summary>False when the connection begins with something else.</summary>
    private bool TryTakePreface(ref ReadOnlySequence<byte> buffer, out bool isTaken)
    {
        Span<byte> bytes = stackalloc byte[FrameReader.Preface.Length];
        var length = (int)Math.Min(buffer.Length, bytes.Length);
        buffer.Slice(0, length).CopyTo(bytes);
        isTaken = length == bytes.Length;
        if (!bytes[..length].SequenceEqual(FrameReader.Preface[..length]))
        {
            Fail(Http2Violation.BadPreface);
            return false;
        }
        if (isTaken)
            buffer = buffer.Slice(length);
        return true;
    }

    /// <summary>Takes the whole frames at the front of a buffer. False when the connection ends.</summary>
    private bool TakeFrames(ref ReadOnlySequence<byte> buffer)
    {
        _output.IsHeld = true;
        try
        {
            while (true)
            {
                var status = FrameReader.TryRead(buffer, Options.MaxFrameSize, out var header, out var payload, out var violation);
                if (status == ParseStatus.NeedMore)
                    return true;
                if (status == ParseStatus.Done)
                {
                    violation = OnFrame(header, payload.IsSingleSegment ? payload.FirstSpan : payload.ToArray());
                    buffer = buffer.Slice(FrameHeader.Size + header.Length);
                }
                if (violation != Http2Violation.None && !EndStreamFor(header.StreamId, violation))
                {
                    Fail(violation);
                    return false;
                }
                if (_output.Unsent > Options.MaxUnsent + Options.MaxUnsentControl)
                {
                    Fail(Http2Violation.OutputFlood);
                    return false;
                }
            }
        }
        finally
        {
            _output.IsHeld = false;
        }
    }

    private bool HasLeft()
    {
        lock (_gate)
            return _isGoingAway && _streams.Count == 0;
    }

    /// <summary>A read was cancelled: the connection is idle for too long, or the drain is over.</summary>
    private bool MustLeave()
    {
        lock (_gate)
        {
            var late = IsLate(_services.Heartbeat.NowMilliseconds);
            if (!late && !_services.Lifetime.Closing.IsCancellationRequested)
                return false;
            if (late)
                _services.Metrics.LimitsHit[_sawSettings && _block.StreamId == 0 ? LimitKind.IdleTimeout : LimitKind.HeadTimeout].Increment();
            if (!_isGoingAway)
                FrameWriter.WriteGoAway(_output, _lastStreamId, Http2ErrorCode.NoError);
            _isGoingAway = true;
            return late || _streams.Count == 0;
        }
    }

    /// <summary>What follows the lock for whoever may have written frames or ended streams under it. Not by the reader, which does it by itself.</summary>
    private void Leave()
    {
        _output.Send();
        bool wakes;
        lock (_gate)
        {
            wakes = _mustWakeReader && _isGoingAway && !_isOver;
            _mustWakeReader = false;
        }
        if (wakes)
            _input.CancelPendingRead();
    }

    private void WriteGreeting()
    {
        lock (_gate)
        {
            Span<byte> settings = stackalloc byte[3 * 6];
            var rest = FrameWriter.WriteSetting(settings, Http2Setting.MaxConcurrentStreams, (uint)Options.MaxStreams);
            rest = FrameWriter.WriteSetting(rest, Http2Setting.InitialWindowSize, (uint)Options.StreamWindow);
            FrameWriter.WriteSetting(rest, Http2Setting.MaxHeaderListSize, (uint)_limits.MaxHeadBytes);
            FrameWriter.WriteSettings(_output, settings);
            if (Options.ConnectionWindow > Http2Settings.DefaultWindow)
                FrameWriter.WriteWindowUpdate(_output, 0, Options.ConnectionWindow - Http2Settings.DefaultWindow);
        }
    }

    private void Fail(Http2Violation violation)
    {
        _services.Metrics.Http2Violations[violation].Increment();
        lock (_gate)
        {
            if (!_isGoingAway || Http2Violations.Code(violation) != Http2ErrorCode.NoError)
                FrameWriter.WriteGoAway(_output, _lastStreamId, Http2Violations.Code(violation), System.Text.Encoding.ASCII.GetBytes(Http2Violations.Text(violation)));
            _isGoingAway = true;
        }
    }

    private async ValueTask EndAsync()
    {
        Http2Stream? chain = null;
        lock (_gate)
        {
            _isOver = _isGoingAway = true;
            _waitingSince = _services.Heartbeat.NowMilliseconds;
            foreach (var stream in _all)
                Kill(stream, wasReset: true, ref chain);
            if (_loops == 0)
                _loopsEnded.TrySetResult();
        }
        ReleaseKilled();
        Wake(chain);
        await _loopsEnded.Task;
        await _output.DrainAsync();
        _services.Heartbeat.Unregister(this);
        foreach (var stream in _all)
            stream.Return();
        _output.Return();
        _encoder.Dispose();
        _decoder.Dispose();
        _fields.Dispose();
        _block.Dispose();
    }
}
