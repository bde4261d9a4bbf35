using System.Buffers;

namespace EgressPipeline.Http.Tests.Support;

/// <summary>Reads message after message from one connection's bytes, as an engine on this codec does.</summary>
internal static class MessageStream
{
    /// <summary>What became of the bytes.</summary>
    /// <param name="Completed">Messages read to the end of their body.</param>
    /// <param name="Error">Why reading stopped, if by refusal.</param>
    /// <param name="IsClosedEarly">Bytes follow a message after which the connection is closed.</param>
    internal sealed record Outcome(int Completed, HttpParseError Error, bool IsClosedEarly)
    {
        public bool IsRefused => Error != HttpParseError.None || IsClosedEarly;
    }

    public static Outcome Requests(byte[] bytes)
    {
        using var head = new RequestHead();
        return Read(bytes, head, input =>
        {
            var status = head.TryParse(input, HttpLimits.Default, out var consumed, out var error);
            return (status, error, (int)input.Slice(0, consumed).Length, head.KnownMethod == KnownMethod.Connect || head.WantsUpgrade);
        });
    }

    public static Outcome Responses(byte[] bytes)
    {
        using var head = new ResponseHead();
        return Read(bytes, head, input =>
        {
            var status = head.TryParse(input, KnownMethod.Get, HttpLimits.Default, out var consumed, out var error);
            return (status, error, (int)input.Slice(0, consumed).Length, head.Status == 101);
        });
    }

    private static Outcome Read(
        byte[] bytes, HttpHead head, Func<ReadOnlySequence<byte>, (ParseStatus, HttpParseError, int Consumed, bool IsTunnel)> parse)
    {
        var completed = 0;
        var position = 0;
        while (position < bytes.Length)
        {
            var (status, error, consumed, isTunnel) = parse(new ReadOnlySequence<byte>(bytes, position, bytes.Length - position));
            if (status != ParseStatus.Done)
                return new Outcome(completed, error, false);
            position += consumed;
            var rest = bytes.AsSpan(position);
            if (!TrySkipBody(head, rest, out var bodyLength, out error))
                return new Outcome(completed, error, false);
            position += bodyLength;
            completed++;
            if (isTunnel)
                break;
            if (!head.KeepAlive)
                return new Outcome(completed, HttpParseError.None, position < bytes.Length);
        }
        return new Outcome(completed, HttpParseError.None, false);
    }

    private static bool TrySkipBody(HttpHead head, ReadOnlySpan<byte> rest, out int length, out HttpParseError error)
    {
        length = 0;
        error = HttpParseError.None;
        switch (head.Body)
        {
            case BodyKind.None:
                return true;
            case BodyKind.ContentLength:
                length = (int)Math.Min(head.BodyLength, rest.Length);
                return length == head.BodyLength;
            case BodyKind.Chunked:
                var outcome = BodyReading.Chunked(rest.ToArray());
                (length, error) = (outcome.Consumed, outcome.Error);
                return outcome.Status == ParseStatus.Done;
            default:
                return false; // ends with the connection
        }
    }
}
