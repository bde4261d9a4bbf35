using System.Buffers;
using System.IO.Pipelines;
using EgressPipeline.Http;
using EgressPipeline.Listening;

namespace EgressPipeline.Sniffing;

/// <summary>
/// Finds out what a client speaks by looking at its first bytes without consuming any, so that whoever serves the
/// connection reads it from the start.
/// </summary>
/// <remarks>Stateless and shared by all connections. A connection that has spoken already costs no allocation.</remarks>
internal sealed class ProtocolSniffer(Heartbeat heartbeat, SniffLimits limits)
{
    private const byte TlsHandshake = 0x16;

    private static ReadOnlySpan<byte> Http2Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Waits until the first bytes decide the protocol, the client closes or the time is up.</summary>
    public async ValueTask<SniffResult> SniffAsync(PipeReader input)
    {
        ReadDeadline? deadline = null;
        while (true)
        {
            var reading = input.ReadAsync(CancellationToken.None);
            if (!reading.IsCompleted && deadline is null)
            {
                deadline = new ReadDeadline(heartbeat, input);
                deadline.Arm(limits.Timeout);
            }
            var read = await reading;
            var decided = TryDecide(read, out var result);
            // Undecided bytes are marked as examined, so that the next read waits for more.
            input.AdvanceTo(read.Buffer.Start, decided ? read.Buffer.Start : read.Buffer.End);
            if (!decided)
                continue;
            if (deadline is not null && !deadline.Disarm() && !read.IsCanceled)
                TakeCancellation(input);
            return result;
        }
    }

    private bool TryDecide(in ReadResult read, out SniffResult result)
    {
        var buffer = read.Buffer;
        if (!buffer.IsEmpty && TryClassify(buffer, out result))
            return true;
        if (read.IsCanceled)
            result = new SniffResult(SniffedProtocol.TimedOut, null);
        else if (read.IsCompleted)
            result = new SniffResult(EndedAs(buffer), null);
        else if (buffer.Length >= limits.MaxBytes)
            result = new SniffResult(RequestLine.BeginsLikeRequest(First(buffer)) ? SniffedProtocol.Http1 : SniffedProtocol.Opaque, null);
        else
        {
            result = default;
            return false;
        }
        return true;
    }

    private static bool TryClassify(in ReadOnlySequence<byte> buffer, out SniffResult result)
    {
        var bytes = First(buffer);
        if (bytes[0] == TlsHandshake)
            return TryClassifyTls(buffer, out result);

        var preface = Http2Preface;
        var common = Math.Min(preface.Length, bytes.Length);
        if (bytes[..common].SequenceEqual(preface[..common]))
        {
            result = new SniffResult(SniffedProtocol.Http2, null);
            return common == preface.Length;
        }
        var isHttp1 = RequestLine.Matches(bytes);
        result = new SniffResult(isHttp1 == true ? SniffedProtocol.Http1 : SniffedProtocol.Opaque, null);
        return isHttp1 is not null;
    }

    private static bool TryClassifyTls(in ReadOnlySequence<byte> buffer, out SniffResult result)
    {
        var status = ClientHelloReader.TryRead(buffer, out var hello);
        // A hello that breaks the rules carries no name to decide by: it is bytes of some protocol, judged by address.
        result = status == ClientHelloStatus.Done
            ? new SniffResult(SniffedProtocol.Tls, hello)
            : new SniffResult(SniffedProtocol.Opaque, null);
        return status != ClientHelloStatus.NeedMore;
    }

    // A client may say two bytes and end its stream, which is a whole message of some protocol; half a hello never is.
    private static SniffedProtocol EndedAs(in ReadOnlySequence<byte> buffer) =>
        buffer.IsEmpty || buffer.FirstSpan[0] == TlsHandshake ? SniffedProtocol.Closed : SniffedProtocol.Opaque;

    private static ReadOnlySpan<byte> First(in ReadOnlySequence<byte> buffer) =>
        buffer.IsSingleSegment ? buffer.FirstSpan : buffer.ToArray();

    // The deadline fired between the read that decided and here: its cancellation must not reach the next stage.
    private static void TakeCancellation(PipeReader input)
    {
        if (input.TryRead(out var read))
            input.AdvanceTo(read.Buffer.Start);
    }
}
