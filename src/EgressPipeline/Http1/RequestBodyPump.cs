using System.IO.Pipelines;
using EgressPipeline.Hosting;
using EgressPipeline.Http;
using EgressPipeline.Listening;
using EgressPipeline.Pipeline;
using EgressPipeline.Telemetry;
using EgressPipeline.Transport;

namespace EgressPipeline.Http1;

/// <summary>
/// Streams a request body to the upstream while the connection's loop already waits for the answer. Reads only what the
/// upstream takes, so a slow service slows the client down. A body that breaks its framing, stops or is too slow ends
/// the call through its interrupt. One per streamed body.
/// </summary>
internal sealed class RequestBodyPump
{
    private readonly SocketConnection _client;
    private readonly PipeWriter _output;
    private readonly HttpExchange _exchange;
    private readonly CallInterrupt _interrupt;
    private readonly BodyCopier _copier;
    private readonly SidecarServices _services;
    private long _waitedMilliseconds;
    private long _lastBeat = -1;
    private volatile bool _waiting;
    private volatile bool _cancelled;

    private RequestBodyPump(SocketConnection client, PipeWriter output, HttpExchange exchange, CallInterrupt interrupt, HttpLimits limits, SidecarServices services)
    {
        _client = client;
        _output = output;
        _exchange = exchange;
        _interrupt = interrupt;
        _services = services;
        _copier = new BodyCopier(limits);
        _copier.Begin(exchange.RequestHead.Body, exchange.RequestHead.BodyLength, exchange.RequestHead.Body == BodyKind.Chunked);
    }

    /// <summary>Completes when the pump touches neither side any more; never faults.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public bool IsCompleted => Ended.IsCompleted;

    /// <summary>True when the whole body was read from the client and sent.</summary>
    public bool IsWhole { get; private set; }

    public static RequestBodyPump Start(SocketConnection client, PipeWriter output, HttpExchange exchange, CallInterrupt interrupt, HttpLimits limits, SidecarServices services)
    {
        var pump = new RequestBodyPump(client, output, exchange, interrupt, limits, services);
        pump.Ended = pump.RunAsync();
        return pump;
    }

    /// <summary>Nobody wants the rest any more.</summary>
    public void Cancel()
    {
        _cancelled = true;
        _client.Transport.Input.CancelPendingRead();
    }

    /// <summary>Holds the client to its least rate, counting only the time that was spent waiting for it.</summary>
    public void OnHeartbeat(long nowMilliseconds)
    {
        var limits = _services.Options.Limits;
        var since = _lastBeat < 0 ? 0 : nowMilliseconds - _lastBeat;
        _lastBeat = nowMilliseconds;
        if (!_waiting || limits.MinBodyRate == 0)
            return;
        _waitedMilliseconds += since;
        if (_waitedMilliseconds < limits.BodyRateGrace.TotalMilliseconds || _copier.Copied * 1000 / _waitedMilliseconds >= limits.MinBodyRate)
            return;
        _services.Metrics.LimitsHit[LimitKind.BodyRate].Increment();
        _interrupt.Fire(EgressErrorReason.ClientTimeout);
        Cancel();
    }

    private async Task RunAsync()
    {
        var input = _client.Transport.Input;
        try
        {
            while (!_cancelled)
            {
                _waiting = true;
                var read = await input.ReadAsync();
                _waiting = false;
                if (read.IsCanceled)
                {
                    input.AdvanceTo(read.Buffer.Start);
                    continue;
                }
                var status = _copier.Copy(read.Buffer, read.IsCompleted, _output, out var consumed);
                input.AdvanceTo(consumed, status == ParseStatus.Done ? consumed : read.Buffer.End);
                _exchange.BytesFromClient = _copier.Copied;
                if (status == ParseStatus.Error)
                {
                    _interrupt.Fire(_copier.Error == HttpParseError.None ? EgressErrorReason.ClientClosed : EgressErrorReason.BadRequest);
                    return;
                }
                var sent = await _output.FlushAsync();
                if (status == ParseStatus.Done)
                {
                    IsWhole = !sent.IsCompleted;
                    return;
                }
                if (sent.IsCompleted)
                    return; // the upstream takes no more; its answer, or the lack of one, tells the rest
            }
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            // The upstream's TLS stream broke or was reset under the write: the loop sees the same on its read.
        }
        finally
        {
            _copier.Dispose();
        }
    }
}
