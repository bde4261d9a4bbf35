using System.Buffers;
using System.Net;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Telemetry;

namespace EgressPipeline.Http1.Mirroring;

/// <summary>
/// What the service gets, kept for mirrors: head and body as they are sent. Ends with one <see cref="Send"/> or
/// <see cref="Drop"/>; until then only the call that is copied touches it, afterwards nobody changes it.
/// </summary>
internal sealed class RequestCopy
{
    private readonly MirrorSender _sender;
    private readonly ArrayBufferWriter<byte> _head = new();
    private readonly ArrayBufferWriter<byte> _body = new();

    public RequestCopy(MirrorSender sender, HttpExchange exchange, HttpRoutePlan route)
    {
        _sender = sender;
        exchange.RequestHead.WriteTo(_head);
        Snapshot = exchange.Snapshot;
        Host = exchange.HostText;
        Port = exchange.Port;
        Source = exchange.Source;
        Dialled = exchange.IsRedirected ? null : exchange.OriginalDestination;
        Timeout = route.Timeout > TimeSpan.Zero ? route.Timeout : sender.Services.Options.Limits.StreamIdleTimeout;
    }

    /// <summary>Who gets it.</summary>
    public List<MirrorPlan> Mirrors { get; } = [];

    /// <summary>The plan and clusters that the call itself has.</summary>
    public EgressSnapshot Snapshot { get; }

    /// <summary>The called host.</summary>
    public string Host { get; }

    /// <summary>The called port.</summary>
    public int Port { get; }

    /// <summary>Where the call came from.</summary>
    public IPEndPoint? Source { get; }

    /// <summary>The address that the application dialled, or null.</summary>
    public IPEndPoint? Dialled { get; }

    /// <summary>Bound on the whole mirrored call.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The head's bytes.</summary>
    public ReadOnlyMemory<byte> Head => _head.WrittenMemory;

    /// <summary>The body's bytes, framed as the head says.</summary>
    public ReadOnlySpan<byte> Body => _body.WrittenSpan;

    /// <summary>Where the body is written.</summary>
    public IBufferWriter<byte> BodyWriter => _body;

    /// <summary>Adds a piece of the body.</summary>
    public void Append(in ReadOnlySequence<byte> piece)
    {
        foreach (var segment in piece)
            _body.Write(segment.Span);
    }

    /// <summary>The body is whole: sends the copies, from other threads.</summary>
    public void Send()
    {
        if (_body.WrittenCount > _sender.MaxBody)
        {
            Drop();
            return;
        }
        foreach (var mirror in Mirrors)
            ThreadPool.UnsafeQueueUserWorkItem(new MirroredCall(_sender, this, mirror), preferLocal: false);
    }

    /// <summary>The body did not become whole.</summary>
    public void Drop()
    {
        foreach (var _ in Mirrors)
            _sender.End(MirrorResult.NotCopied);
    }
}
