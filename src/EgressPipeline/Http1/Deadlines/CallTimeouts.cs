using System.Buffers.Text;
using EgressPipeline.Http;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Http1.Deadlines;

/// <summary>
/// How long a call and each of its tries may take: what the route says, or less where the caller says so. The service is told what is
/// left, so that it need not work for somebody who has given up.
/// </summary>
/// <param name="Whole">All tries together; zero = no bound.</param>
/// <param name="PerTry">Each try; zero = no bound of its own.</param>
/// <param name="IsGrpc">The service reads <c>grpc-timeout</c>.</param>
internal readonly record struct CallTimeouts(TimeSpan Whole, TimeSpan PerTry, bool IsGrpc)
{
    // Envoy's: a larger number is no time that anybody waits.
    private const long MaxMilliseconds = int.MaxValue;

    private static ReadOnlySpan<byte> CallersWhole => "x-envoy-upstream-rq-timeout-ms"u8;

    private static ReadOnlySpan<byte> CallersPerTry => "x-envoy-upstream-rq-per-try-timeout-ms"u8;

    private static ReadOnlySpan<byte> Expected => "x-envoy-expected-rq-timeout-ms"u8;

    /// <summary>Reads a request's bounds; the caller's fields are meant for this process and are taken off.</summary>
    public static CallTimeouts Take(RequestHead head, HttpRoutePlan? route)
    {
        var whole = Shorter(route?.Timeout ?? TimeSpan.Zero, Take(head, CallersWhole));
        var perTry = Shorter(route?.Retry?.PerTryTimeout ?? TimeSpan.Zero, Take(head, CallersPerTry));
        var isGrpc = head.TryGet(KnownHeader.ContentType, out var contentType) && GrpcContent.IsGrpc(contentType);
        if (isGrpc && head.TryGet(KnownHeader.GrpcTimeout, out var text) && GrpcTimeout.TryParse(text, out var deadline))
            whole = Shorter(whole, deadline);
        return new CallTimeouts(whole, perTry, isGrpc);
    }

    /// <summary>Tells the service how long its answer is waited for, as Envoy does: the try's bound, or what is left of the call's.</summary>
    /// <param name="head">Of the request.</param>
    /// <param name="elapsed">Of the call's time so far.</param>
    public void Tell(RequestHead head, TimeSpan elapsed)
    {
        var expected = PerTry > TimeSpan.Zero ? Shorter(PerTry, Whole) : Whole;
        if (expected == TimeSpan.Zero)
            return;
        if (Whole > TimeSpan.Zero && Whole - elapsed < expected)
            expected = Whole - elapsed;
        Span<byte> text = stackalloc byte[20];
        if (!head.HasRoomFor(Expected.Length + KnownHeaders.Name(KnownHeader.GrpcTimeout).Length + 2 * text.Length))
            return;
        var milliseconds = Math.Max(1, (long)expected.TotalMilliseconds); // 0 would say that there is no bound
        Utf8Formatter.TryFormat(milliseconds, text, out var length);
        head.Set(Expected, text[..length]);
        if (IsGrpc)
            head.Set(KnownHeader.GrpcTimeout, text[..GrpcTimeout.Write(milliseconds, text)]);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) =>
        one == TimeSpan.Zero || (other > TimeSpan.Zero && other < one) ? other : one;

    private static TimeSpan Take(RequestHead head, ReadOnlySpan<byte> name)
    {
        if (!head.TryGet(name, out var value))
            return TimeSpan.Zero;
        var isNumber = Utf8Parser.TryParse(value, out long milliseconds, out var read) && read == value.Length && milliseconds is > 0 and <= MaxMilliseconds;
        head.Remove(name);
        return isNumber ? TimeSpan.FromMilliseconds(milliseconds) : TimeSpan.Zero;
    }
}
