using System.Buffers;
using System.Buffers.Binary;

namespace EgressPipeline.Http;

/// <summary>
/// Finds the ClientHello at the start of a connection, however it is cut into TCP segments and TLS records
/// (RFC 8446 §4.1.2, §5.1). Reads without consuming; never throws, never reads past the input.
/// </summary>
public static class ClientHelloReader
{
    private const int RecordHeader = 5;
    private const int HandshakeHeader = 4;
    private const int MaxRecordPayload = 1 << 14;
    private const int MaxTotal = 64 * 1024;
    private const byte HandshakeRecord = 22;
    private const byte ClientHelloMessage = 1;

    /// <summary>Judges what has arrived so far.</summary>
    /// <param name="input">Everything from the start of the connection.</param>
    /// <param name="hello">What was found; <see cref="ClientHello.Empty"/> unless Done.</param>
    public static ClientHelloStatus TryRead(in ReadOnlySequence<byte> input, out ClientHello hello)
    {
        hello = ClientHello.Empty;
        var bytes = (int)Math.Min(input.Length, MaxTotal);
        var isCut = input.Length >= MaxTotal;
        if (bytes == 0)
            return ClientHelloStatus.NeedMore;
        if (input.IsSingleSegment)
            return Read(input.FirstSpan[..bytes], isCut, out hello);

        var joined = ArrayPool<byte>.Shared.Rent(bytes);
        try
        {
            input.Slice(0, bytes).CopyTo(joined);
            return Read(joined.AsSpan(0, bytes), isCut, out hello);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    private static ClientHelloStatus Read(ReadOnlySpan<byte> input, bool isCut, out ClientHello hello)
    {
        hello = ClientHello.Empty;

        // 1. Walk the records without copying, until the message is known to be whole.
        var status = Measure(input, out var records, out var messageLength, out var collected);
        if (status == ClientHelloStatus.NeedMore && isCut)
            return ClientHelloStatus.Malformed;
        if (status != ClientHelloStatus.Done)
            return status;

        // 2. In one record the message lies in one piece already.
        var bodyLength = messageLength - HandshakeHeader;
        if (records == 1)
            return ClientHelloBody.TryParse(input.Slice(RecordHeader, collected)[HandshakeHeader..], bodyLength, out hello);
        var message = ArrayPool<byte>.Shared.Rent(collected);
        try
        {
            Join(input, message.AsSpan(0, collected));
            return ClientHelloBody.TryParse(message.AsSpan(0, collected)[HandshakeHeader..], bodyLength, out hello);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    // messageLength: with its header of four bytes; collected: payload up to the end of the record that completes it.
    private static ClientHelloStatus Measure(
        ReadOnlySpan<byte> input, out int records, out int messageLength, out int collected)
    {
        records = 0;
        messageLength = 0;
        collected = 0;
        Span<byte> header = stackalloc byte[HandshakeHeader];
        while (true)
        {
            var status = ReadRecordHeader(input, out var length);
            if (status != ClientHelloStatus.Done)
                return status == ClientHelloStatus.NotTls && records > 0 ? ClientHelloStatus.Malformed : status;
            records++;
            var payload = input[RecordHeader..];
            payload = payload[..Math.Min(length, payload.Length)];
            for (var i = 0; collected + i < HandshakeHeader && i < payload.Length; i++)
                header[collected + i] = payload[i];
            collected += payload.Length;

            if (collected > 0 && header[0] != ClientHelloMessage)
                return ClientHelloStatus.Malformed;
            if (collected >= HandshakeHeader)
            {
                messageLength = HandshakeHeader + (int)(BinaryPrimitives.ReadUInt32BigEndian(header) & 0xFFFFFF);
                if (messageLength > MaxTotal)
                    return ClientHelloStatus.Malformed;
            }
            if (payload.Length < length)
                return ClientHelloStatus.NeedMore;
            if (messageLength > 0 && collected >= messageLength)
                return ClientHelloStatus.Done;
            input = input[(RecordHeader + length)..];
        }
    }

    private static ClientHelloStatus ReadRecordHeader(ReadOnlySpan<byte> input, out int length)
    {
        length = 0;
        if (input.IsEmpty)
            return ClientHelloStatus.NeedMore;
        if (input[0] != HandshakeRecord || (input.Length > 1 && input[1] != 3))
            return ClientHelloStatus.NotTls;
        if (input.Length < RecordHeader)
            return ClientHelloStatus.NeedMore;
        length = BinaryPrimitives.ReadUInt16BigEndian(input[3..]);
        // RFC 8446 §5.1: handshake records are never empty; 2^14 bytes is the most a plaintext record holds.
        return length is 0 or > MaxRecordPayload ? ClientHelloStatus.Malformed : ClientHelloStatus.Done;
    }

    private static void Join(ReadOnlySpan<byte> input, Span<byte> message)
    {
        var filled = 0;
        while (filled < message.Length)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(input[3..]);
            var payload = input.Slice(RecordHeader, Math.Min(length, message.Length - filled));
            payload.CopyTo(message[filled..]);
            filled += payload.Length;
            input = input[(RecordHeader + payload.Length)..];
        }
    }
}
