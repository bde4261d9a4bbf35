using System.IO.Pipelines;
using EgressPipeline.Filters;
using EgressPipeline.Filters.Bodies;
using EgressPipeline.Http;

namespace EgressPipeline.Http1;

/// <summary>Response bodies that filters read.</summary>
internal sealed partial class Http1Connection
{
    private BodyChain? _responseChain;
    private bool _pieceIsLast;
    private bool _chunkedOut;

    private bool IsResponseFiltered => _responseChain is { IsEmpty: false };

    private void ReadResponseBody(FilterSlot slot, BodyAccess access)
    {
        if (access.Mode == BodyMode.None)
            return;
        _responseChain ??= new BodyChain(_exchange, FilterPhase.ResponseBody, _services.Filters);
        _responseChain.Add(slot, access);
    }

    /// <summary>The filters have had the head; those that asked for the body get it before or while it is sent.</summary>
    private void BeginResponseBody()
    {
        var head = _exchange.ResponseHead!;
        if (!IsResponseFiltered || head.Status == 101)
        {
            WriteResponseHead();
            return;
        }
        var chain = _responseChain!;
        chain.HasRequest = true;
        _copier.Begin(head.Body, head.BodyLength, chunkOutput: false);
        _responseCounted = 0;
        if (head.Body == BodyKind.ContentLength && chain.Announce(head.BodyLength) is { IsContinue: false } tooLarge)
        {
            DropUpstream();
            Conclude(chain.ConcludedBy, tooLarge);
            return;
        }
        if (IsWithoutBody(head))
        {
            _pieceIsLast = true;
            _step = Http1Step.FilterResponseBody;
        }
        else if (chain.IsHolding)
            _step = Http1Step.ReadResponseBody;
        else if (_upstream!.Input.TryRead(out var read))
            TakeResponsePiece(read); // before the head: what is refused in it is replaced, not cut off, and a whole body has its exact length
        else
            WriteFilteredHead();
    }

    /// <summary>Takes what the service sent; the filters get it in the next step.</summary>
    private void TakeResponsePiece(ReadResult read)
    {
        var status = _copier.Copy(read.Buffer, read.IsCompleted, _responseChain!.Input, out var consumed);
        _upstream!.Input.AdvanceTo(consumed, read.Buffer.End);
        _pieceIsLast = status == ParseStatus.Done;
        if (status != ParseStatus.Error && (_pieceIsLast || _interrupt.Reason == EgressErrorReason.None))
        {
            _step = Http1Step.FilterResponseBody;
            return;
        }
        var detail = _copier.Error == HttpParseError.None ? "the answer was cut off" : HttpParseErrors.Text(_copier.Error);
        if (_responseBegun)
            AbortResponse(detail);
        else if (!EndedMeanwhile())
        {
            DropUpstream();
            Refuse(UpstreamReset, detail);
        }
    }

    private ValueTask<FilterResult> FilterResponsePiece() => IsWithoutBody(_exchange.ResponseHead!)
        ? _responseChain!.PushNothingAsync(_interrupt.Token)
        : _responseChain!.PushAsync(_pieceIsLast, _interrupt.Token);

    private void OnResponsePieceFiltered(FilterResult result)
    {
        if (!result.IsContinue)
        {
            EndFilteredResponse(result);
            return;
        }
        if (!_responseBegun)
        {
            if (_responseChain!.IsHolding)
            {
                _step = Http1Step.ReadResponseBody;
                return;
            }
            WriteFilteredHead();
        }
        if (!MaySendOn())
            return;
        BodyWriter.Write(_output, _responseChain!.Output.Written, _chunkedOut);
        _responseChain.Output.Clear();
        _bodyEnded = _pieceIsLast;
        if (!_bodyEnded)
        {
            FlushClient(Http1Step.ReadResponseBody);
            return;
        }
        if (!IsWithoutBody(_exchange.ResponseHead!))
            BodyWriter.WriteEnd(_output, _copier.Trailers, _chunkedOut);
        EndResponse();
    }

    private void EndFilteredResponse(in FilterResult result)
    {
        var slot = _responseChain!.ConcludedBy;
        if (_responseBegun)
        {
            _exchange.ConcludedBy = slot;
            AbortResponse($"the filter '{slot.Name}' refused the answer");
            return;
        }
        if (EndedMeanwhile())
            return;
        DropUpstream();
        Conclude(slot, result);
    }

    /// <summary>The framing towards the client: the exact length when the whole body is here, chunks when it may change.</summary>
    private void WriteFilteredHead()
    {
        var head = _exchange.ResponseHead!;
        head.RemoveHopByHop(keepUpgrade: false);
        var isWhole = _pieceIsLast && _copier.Trailers.IsEmpty;
        if (!IsWithoutBody(head))
            FrameFiltered(head, isWhole);
        AddConnectionFields(head);
        head.WriteTo(_output);
        _responseBegun = true;
        if (!_pieceIsLast)
            FlushClient(Http1Step.ReadResponseBody);
    }

    private void FrameFiltered(ResponseHead head, bool isWhole)
    {
        var keepsLength = head.Body == BodyKind.ContentLength && !_responseChain!.MayChange;
        _chunkedOut = false;
        if (isWhole)
        {
            Span<byte> digits = stackalloc byte[20];
            System.Buffers.Text.Utf8Formatter.TryFormat(_responseChain!.Output.Length, digits, out var length);
            head.Remove(KnownHeader.TransferEncoding);
            head.Set(KnownHeader.ContentLength, digits[..length]);
        }
        else if (!keepsLength)
        {
            head.Remove(KnownHeader.ContentLength);
            _chunkedOut = _exchange.RequestHead.MinorVersion >= 1;
            if (_chunkedOut)
                head.Set(KnownHeader.TransferEncoding, "chunked"u8);
            else
            {
                head.Remove(KnownHeader.TransferEncoding);
                _keepClient = false; // the end of the connection is the end of the body
            }
        }
    }

    private static bool IsWithoutBody(ResponseHead head) => head.Body == BodyKind.None || (head.Body == BodyKind.ContentLength && head.BodyLength == 0);
}
