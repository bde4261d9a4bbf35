using System.Buffers;
using System.IO.Pipelines;
using EgressPipeline.Filters;
using EgressPipeline.Filters.Bodies;
using EgressPipeline.Hosting;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Transport;

namespace EgressPipeline.Http1;

/// <summary>
/// A request body that filters read. What must be seen before anything is sent is prepared here; the rest is pumped through while the answer is
/// awaited. Made by a connection when its first filter asks for a body, and reused.
/// </summary>
/// <remarks>First the connection's loop has it, then the pump; never both.</remarks>
internal sealed class FilteredRequestBody : IDisposable
{
    private readonly HttpExchange _exchange;
    private readonly CallInterrupt _interrupt;
    private readonly BodyCopier _copier;
    private readonly BodyBuffer _prepared = new();
    private readonly BodyBuffer _trailers = new();

    public FilteredRequestBody(HttpExchange exchange, CallInterrupt interrupt, HttpLimits limits, SidecarServices services)
    {
        _exchange = exchange;
        _interrupt = interrupt;
        _copier = new BodyCopier(limits);
        Chain = new BodyChain(exchange, FilterPhase.RequestBody, services.Filters);
        Rate = new BodyRateWatch(services, interrupt);
    }

    public BodyChain Chain { get; }

    public BodyRateWatch Rate { get; }

    /// <summary>True when a filter reads the body of this request.</summary>
    public bool IsActive => !Chain.IsEmpty;

    /// <summary>True when the body was read to its end.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Payload read from the client.</summary>
    public long Received => _copier.Copied;

    /// <summary>True when the body goes out in chunks.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>What the filter decided that ended the body, and which it was; null while none did.</summary>
    public (FilterSlot Slot, FilterResult Result)? Refusal { get; private set; }

    /// <summary>True when some filter must see something, or all of it, before the head is sent.</summary>
    public bool MustPrepare(bool isAtHand) => Chain.IsHolding || isAtHand;

    /// <summary>Forgets the last body.</summary>
    public void Begin()
    {
        Chain.Begin();
        _prepared.Clear();
        _trailers.Clear();
        IsRead = IsChunked = false;
        Refusal = null;
    }

    /// <summary>Reads until nothing is held back any more, and to the end when the body is at hand already.</summary>
    /// <param name="client">Where from.</param>
    /// <param name="isAtHand">All of it has arrived.</param>
    /// <returns>None, or why the request ends; <see cref="Refusal"/> when a filter said so.</returns>
    public async ValueTask<EgressError> PrepareAsync(IClientChannel client, bool isAtHand)
    {
        var head = _exchange.RequestHead;
        Chain.HasRequest = true;
        Open(head);
        if (head.Body == BodyKind.None || (head.Body == BodyKind.ContentLength && head.BodyLength == 0))
        {
            IsRead = true;
            return Conclude(await Chain.PushNothingAsync(_interrupt.Token));
        }
        if (head.Body == BodyKind.ContentLength && Conclude(Chain.Announce(head.BodyLength)) is { IsError: true } tooLarge)
            return tooLarge;
        while (!IsRead && MustPrepare(isAtHand))
        {
            var error = await ReadAsync(client.Transport.Input);
            if (error.IsError)
                return error;
            error = Conclude(await Chain.PushAsync(IsRead, _interrupt.Token));
            if (error.IsError)
                return error;
            _prepared.Write(Chain.Output.Written);
            Chain.Output.Clear();
        }
        return EgressError.None;
    }

    /// <summary>Starts a body that is not prepared.</summary>
    public void Open(RequestHead head)
    {
        _copier.Begin(head.Body, head.BodyLength, chunkOutput: false);
        Rate.Begin();
    }

    /// <summary>Announces what will be sent: the exact length where it is known, chunks where it may change.</summary>
    public void Frame(RequestHead head)
    {
        Chain.HasRequest = false;
        IsChunked = head.Body == BodyKind.Chunked;
        if (head.Body == BodyKind.None)
            return;
        if (IsRead && _trailers.IsEmpty)
        {
            Span<byte> digits = stackalloc byte[20];
            System.Buffers.Text.Utf8Formatter.TryFormat(_prepared.Length, digits, out var length);
            head.Remove(KnownHeader.TransferEncoding);
            head.Set(KnownHeader.ContentLength, digits[..length]);
            IsChunked = false;
        }
        else if (Chain.MayChange || !_trailers.IsEmpty)
        {
            head.Remove(KnownHeader.ContentLength);
            head.Set(KnownHeader.TransferEncoding, "chunked"u8);
            IsChunked = true;
        }
    }

    /// <summary>Writes what was prepared; for another try once more.</summary>
    public void WritePrepared(IBufferWriter<byte> output)
    {
        if (_exchange.RequestHead.Body == BodyKind.None)
            return;
        BodyWriter.Write(output, _prepared.Written, IsChunked);
        if (IsRead)
            BodyWriter.WriteEnd(output, _trailers.Written, IsChunked);
    }

    /// <summary>Reads the next piece, filters it and writes it.</summary>
    /// <returns>None, or why the body ends before its time.</returns>
    public async ValueTask<EgressError> PumpAsync(PipeReader input, PipeWriter output)
    {
        var error = await ReadAsync(input);
        if (error.IsError)
            return error;
        error = Conclude(await Chain.PushAsync(IsRead, _interrupt.Token));
        if (error.IsError)
            return error;
        BodyWriter.Write(output, Chain.Output.Written, IsChunked);
        Chain.Output.Clear();
        if (IsRead)
            BodyWriter.WriteEnd(output, _trailers.Written, IsChunked);
        return EgressError.None;
    }

    public void Dispose()
    {
        _copier.Dispose();
        _prepared.Dispose();
        _trailers.Dispose();
        Chain.Dispose();
    }

    private async ValueTask<EgressError> ReadAsync(PipeReader input)
    {
        Rate.IsWaiting = true;
        var read = await input.ReadAsync();
        Rate.IsWaiting = false;
        if (read.IsCanceled)
        {
            input.AdvanceTo(read.Buffer.Start);
            return Local(_interrupt.Reason);
        }
        var status = _copier.Copy(read.Buffer, read.IsCompleted, Chain.Input, out var consumed);
        input.AdvanceTo(consumed, status == ParseStatus.Done ? consumed : read.Buffer.End);
        _exchange.BytesFromClient = _copier.Copied;
        if (status == ParseStatus.Error)
            return Local(_copier.Error == HttpParseError.None ? EgressErrorReason.ClientClosed : EgressErrorReason.BadRequest);
        IsRead = status == ParseStatus.Done;
        if (IsRead)
            _trailers.Write(_copier.Trailers);
        return EgressError.None;
    }

    private EgressError Conclude(in FilterResult result)
    {
        if (result.IsContinue)
            return EgressError.None;
        Refusal = (Chain.ConcludedBy, result);
        return result.Error.IsError ? result.Error : Local(EgressErrorReason.Denied);
    }

    private static EgressError Local(EgressErrorReason reason) => new(reason, reason is EgressErrorReason.None or EgressErrorReason.Denied ? FailureSide.Local : FailureSide.Downstream, Retryability.Never);
}
