using System.Buffers;
using System.IO.Pipelines;
using EgressPipeline.Hosting;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Transport;

namespace EgressPipeline.Http1;

/// <summary>
/// Streams a request body to the upstream while the connection's loop already waits for the answer. Reads only what the
/// upstream takes, so a slow service slows the client down. A body that breaks its framing, stops or is too slow ends
/// the call through its interrupt. One per streamed body.
/// </summary>
internal sealed class RequestBodyPump
{
    private readonly IClientChannel _client;
    private readonly PipeWriter _output;
    private readonly HttpExchange _exchange;
    private readonly CallInterrupt _interrupt;
    private readonly BodyCopier? _copier;
    private readonly BodyRateWatch _rate;
    private readonly FilteredRequestBody? _filtered;
    private readonly bool _isConversation;
    private volatile bool _cancelled;
    private long _counted;

    private RequestBodyPump(IClientChannel client, PipeWriter output, HttpExchange exchange, CallInterrupt interrupt, HttpLimits limits, SidecarServices services, FilteredRequestBody? filtered)
    {
        _client = client;
        _output = output;
        _exchange = exchange;
        _interrupt = interrupt;
        _filtered = filtered;
        _rate = filtered?.Rate ?? new BodyRateWatch(services, interrupt);
        _isConversation = exchange.IsHttp2 && IsGrpc(exchange.RequestHead);
        if (filtered is not null)
            return;
        _copier = new BodyCopier(limits);
        _copier.Begin(exchange.RequestHead.Body, exchange.RequestHead.BodyLength, exchange.RequestHead.Body == BodyKind.Chunked);
    }

    /// <summary>Completes when the pump touches neither side any more; never faults.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public bool IsCompleted => Ended.IsCompleted;

    /// <summary>True when the whole body was read from the client and sent.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Starts pumping.</summary>
    /// <param name="client">Where from.</param>
    /// <param name="output">Where to.</param>
    /// <param name="exchange">Whose body.</param>
    /// <param name="interrupt">Ends the call.</param>
    /// <param name="limits">Bounds.</param>
    /// <param name="services">Of the sidecar.</param>
    /// <param name="filtered">The body as filters read it; null when none does.</param>
    public static RequestBodyPump Start(IClientChannel client, PipeWriter output, HttpExchange exchange, CallInterrupt interrupt, HttpLimits limits, SidecarServices services, FilteredRequestBody? filtered)
    {
        var pump = new RequestBodyPump(client, output, exchange, interrupt, limits, services, filtered);
        pump.Ended = pump.RunAsync();
        return pump;
    }

    /// <summary>Nobody wants the rest any more.</summary>
    public void Cancel()
    {
        _cancelled = true;
        _client.Transport.Input.CancelPendingRead();
    }

    /// <summary>Holds the client to its least rate.</summary>
    public void OnHeartbeat(long nowMilliseconds)
    {
        if (_isConversation)
            return; // its client speaks when it has something to say; that nothing moves at all is watched elsewhere
        if (_rate.OnHeartbeat(nowMilliseconds, _exchange.BytesFromClient))
            Cancel();
    }

    private static bool IsGrpc(RequestHead head) => head.TryGet(KnownHeader.ContentType, out var type) && GrpcContent.IsGrpc(type);

    private async Task RunAsync()
    {
        try
        {
            while (!_cancelled)
            {
                var isLast = _filtered is null ? await CopyAsync() : await FilterAsync();
                if (isLast is null)
                    return;
                if (_exchange.Limits.CountsBytes && !await MaySendOnAsync())
                    return;
                var sent = await _output.FlushAsync();
                if (isLast.Value)
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
            _copier?.Dispose();
        }
    }

    /// <summary>Copies what has arrived. True at the end of the body, null when there can be no more of it.</summary>
    private async ValueTask<bool?> CopyAsync()
    {
        var input = _client.Transport.Input;
        _rate.IsWaiting = true;
        var read = await input.ReadAsync();
        _rate.IsWaiting = false;
        if (read.IsCanceled)
        {
            input.AdvanceTo(read.Buffer.Start);
            return false;
        }
        var status = _copier!.Copy(read.Buffer, read.IsCompleted, _output, out var consumed);
        if (_exchange.Copy is not null)
            Mirror(read.Buffer.Slice(0, consumed), isLast: status == ParseStatus.Done);
        input.AdvanceTo(consumed, status == ParseStatus.Done ? consumed : read.Buffer.End);
        _exchange.BytesFromClient = _copier.Copied;
        if (status != ParseStatus.Error)
            return status == ParseStatus.Done;
        _interrupt.Fire(_copier.Error == HttpParseError.None ? EgressErrorReason.ClientClosed : EgressErrorReason.BadRequest);
        return null;
    }

    /// <summary>Counts what was copied and waits for its bandwidth. False when it must not be sent.</summary>
    private async ValueTask<bool> MaySendOnAsync()
    {
        var bytes = _exchange.BytesFromClient - _counted;
        _counted = _exchange.BytesFromClient;
        if (!_exchange.Limits.TryPass(bytes, isSending: true, out var wait))
        {
            _interrupt.Fire(EgressErrorReason.LimitReached);
            return false;
        }
        while (wait > TimeSpan.Zero && !_cancelled)
            wait = await _exchange.Limits.WaitAsync(wait, _interrupt.Token);
        return true;
    }

    private void Mirror(in ReadOnlySequence<byte> piece, bool isLast)
    {
        _exchange.Copy!.Append(piece);
        if (!isLast)
            return;
        _exchange.Copy.Send();
        _exchange.Copy = null;
    }

    /// <summary>The same through the filters; what they refuse ends the call.</summary>
    private async ValueTask<bool?> FilterAsync()
    {
        var error = await _filtered!.PumpAsync(_client.Transport.Input, _output);
        if (!error.IsError)
            return _filtered.IsRead;
        _interrupt.Fire(error.Reason);
        return null;
    }
}
