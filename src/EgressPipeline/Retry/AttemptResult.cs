using System.Buffers.Text;
using EgressPipeline.Http;

namespace EgressPipeline.Retry;

/// <summary>What one try came to, as far as repeating it is concerned.</summary>
internal readonly struct AttemptResult
{
    /// <summary>Status of the answer; 0 when there is none.</summary>
    public int Status { get; init; }

    /// <summary>The gRPC status in the answer's head (a trailers-only answer); -1 when there is none.</summary>
    public int GrpcStatus { get; init; }

    /// <summary>The answer asks for less load (<c>x-envoy-overloaded</c>).</summary>
    public bool IsOverloaded { get; init; }

    /// <summary>The answer is a rate limiter's (<c>x-envoy-ratelimited</c>).</summary>
    public bool IsRateLimited { get; init; }

    /// <summary>Why there is no answer.</summary>
    public EgressError Error { get; init; }

    /// <summary>The connection had served a request before.</summary>
    public bool WasReused { get; init; }

    /// <summary>The method may be repeated without harm (RFC 9110 §9.2.2).</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>The answer has a status that the request itself asked to be repeated (<see cref="RetryHints"/>).</summary>
    public bool HasNamedStatus { get; init; }

    /// <summary>The answer has a field that the request itself named.</summary>
    public bool HasNamedField { get; init; }

    /// <summary>The same with what the request itself asked for.</summary>
    public AttemptResult With(RetryHints hints, ResponseHead response) => this with
    {
        HasNamedStatus = hints.Names(response.Status),
        HasNamedField = hints.NamesFieldOf(response),
    };

    public static AttemptResult Of(RequestHead request, ResponseHead? response, EgressError error, bool reusedConnection) => new()
    {
        Status = response?.Status ?? 0,
        GrpcStatus = response is not null && response.TryGet("grpc-status"u8, out var text) && Utf8Parser.TryParse(text, out int grpc, out var used) && used == text.Length ? grpc : -1,
        IsOverloaded = response is not null && response.TryGet("x-envoy-overloaded"u8, out _),
        IsRateLimited = response is not null && response.TryGet("x-envoy-ratelimited"u8, out _),
        Error = error,
        WasReused = reusedConnection,
        IsIdempotent = request.IsIdempotent,
    };
}
