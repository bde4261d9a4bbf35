using System.Buffers;
using System.Globalization;
using System.Text.Json;
using EgressPipeline.Filters;
using EgressPipeline.Http;
using EgressPipeline.Limits;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Http1;

/// <summary>
/// Answers that this process gives itself: an RFC 9457 problem document and the <c>x-egress-decision</c> header. They
/// name the stage, the reason and the rule; files and lines stay on the operator's side (log, admin, explain). Cold path.
/// </summary>
internal static class LocalReply
{
    private const int MaxDetail = 512;
    private static readonly ResponseHeader InvalidToken = new("www-authenticate", "Bearer error=\"invalid_token\"");
    private static readonly ResponseHeader Overloaded = new("x-envoy-overloaded", "true");

    /// <summary>Writes the refusal of a request. The caller flushes.</summary>
    public static void Write(IBufferWriter<byte> output, HttpExchange exchange, EgressError error, bool keepAlive)
    {
        var problem = new Problem(exchange.Status, error, exchange.Decision, exchange.Detail) { Filter = exchange.ConcludedBy, Limit = exchange.Limits.Refusal };
        Write(output, problem, withBody: exchange.RequestHead.KnownMethod != KnownMethod.Head, keepAlive, CrossOriginFields.OfRefusal(exchange));
    }

    /// <summary>Writes the refusal of something that is no request of a policy: a CONNECT that cannot be reached, a connection too many. The caller flushes and closes.</summary>
    public static void WriteAndClose(IBufferWriter<byte> output, EgressError error, in Decision decision, string? detail, FilterSlot? filter = null, LimitRefusal? limit = null) =>
        Write(output, new Problem(limit?.Limit.Status ?? ErrorTable.For(error.Reason).Status, error, decision, detail) { Filter = filter, Limit = limit }, withBody: true, keepAlive: false, []);

    /// <summary>Writes the answer of a filter. The caller flushes. Allocates nothing.</summary>
    public static void WriteAnswer(IBufferWriter<byte> output, HttpExchange exchange, FilterAnswer answer, bool keepAlive)
    {
        ResponseWriter.WriteHead(output, answer.Status, answer.HeaderLines, exchange.ConcludedBy is { } filter ? filter.DecisionLine : [], answer.Body.Length, !keepAlive);
        if (exchange.RequestHead.KnownMethod != KnownMethod.Head)
            output.Write(answer.Body.Span);
    }

    /// <summary>Writes a refusal as gRPC has it: status in the head, no body (a trailers-only answer). The caller flushes.</summary>
    public static void WriteGrpc(IBufferWriter<byte> output, HttpExchange exchange, int code, bool keepAlive)
    {
        var row = ErrorTable.For(exchange.Failure.Reason);
        ResponseWriter.WriteHead(output, exchange.Status, "application/grpc"u8, 0, !keepAlive,
            new ResponseHeader("grpc-status", code.ToString(CultureInfo.InvariantCulture)), new ResponseHeader("grpc-message", row.Text),
            new ResponseHeader(DecisionHeader.Name, exchange.Decision.Route?.Rule.Id ?? row.Token));
    }

    /// <summary>Writes a redirect or a direct response of a VirtualService. The caller flushes.</summary>
    public static void WriteRoute(IBufferWriter<byte> output, HttpExchange exchange, HttpRoutePlan route, bool keepAlive)
    {
        var decision = new ResponseHeader(DecisionHeader.Name, route.Rule.Id);
        if (route.Redirect is { } redirect)
        {
            ResponseWriter.WriteHead(output, redirect.Code, default, 0, !keepAlive, new ResponseHeader("location", redirect.LocationFor(exchange.Facts(), exchange.Decision.Match)), decision);
            return;
        }
        var direct = route.DirectResponse!;
        ResponseWriter.WriteHead(output, direct.Status, direct.Body.Length > 0 ? "text/plain"u8 : default, direct.Body.Length, !keepAlive, decision);
        if (exchange.RequestHead.KnownMethod != KnownMethod.Head)
            output.Write(direct.Body);
    }

    /// <summary>Writes the answer to a cross-origin preflight. The caller flushes.</summary>
    public static void WritePreflight(IBufferWriter<byte> output, HttpExchange exchange, bool keepAlive)
    {
        var route = exchange.Decision.Route!;
        ResponseWriter.WriteHead(output, exchange.Status, default, 0, !keepAlive,
            [new ResponseHeader(DecisionHeader.Name, route.Rule.Id), .. CrossOriginFields.OfPreflight(exchange, route.Cors!)]);
    }

    private static void Write(IBufferWriter<byte> output, in Problem problem, bool withBody, bool keepAlive, IEnumerable<ResponseHeader> more)
    {
        var body = problem.ToJson();
        var headers = new List<ResponseHeader> { new(DecisionHeader.Name, problem.Rule ?? problem.Reason) };
        if (problem is { Error.Reason: EgressErrorReason.LimitReached, Limit: { } limit })
            headers.Add(new ResponseHeader("retry-after", limit.RetryAfter.ToString(CultureInfo.InvariantCulture)));
        else if (problem.Error.Reason is EgressErrorReason.Overflow or EgressErrorReason.Overload)
            headers.Add(Overloaded);
        else if (problem.Error.Reason == EgressErrorReason.Unauthenticated)
            headers.Add(InvalidToken);
        headers.AddRange(more);
        ResponseWriter.WriteHead(output, problem.Status, "application/problem+json"u8, body.Length, !keepAlive, [.. headers]);
        if (withBody)
            output.Write(body);
    }

    /// <summary>What a refusal says about itself.</summary>
    private readonly struct Problem(int status, EgressError error, in Decision decision, string? detail)
    {
        private readonly ErrorTable.Row _row = ErrorTable.For(error.Reason);
        private readonly string? _detail = detail;
        private readonly string? _rule = error.Reason == EgressErrorReason.FaultInjected ? decision.Route?.Rule.Id : decision.Rule?.Id;

        public int Status { get; } = status;

        public EgressError Error { get; } = error;

        /// <summary>The filter that refused; null when it was not a filter.</summary>
        public FilterSlot? Filter { get; init; }

        /// <summary>The limit that refused; null when it was none.</summary>
        public LimitRefusal? Limit { get; init; }

        public string? Rule => Filter?.RuleId ?? Limit?.Limit.Rule.Id ?? _rule;

        /// <summary>The judgement where it refused, otherwise the failure; as metrics spell it.</summary>
        public string Reason { get; } = JsonNamingPolicy.SnakeCaseLower.ConvertName(decision.IsAllowed ? error.Reason.ToString() : decision.Reason.ToString());

        public byte[] ToJson()
        {
            var buffer = new ArrayBufferWriter<byte>(256);
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                json.WriteString("type", "about:blank");
                json.WriteString("title", Filter is not null && Error.Reason == EgressErrorReason.Denied ? "a filter forbids this call" : _row.Text);
                json.WriteNumber("status", Status);
                if (_detail is { Length: > 0 })
                    json.WriteString("detail", _detail.Length > MaxDetail ? _detail[..MaxDetail] : _detail);
                json.WriteString("stage", Filter is null ? _row.Stage : "filter");
                if (Filter is not null)
                    json.WriteString("filter", Filter.Name);
                json.WriteString("reason", Reason);
                if (Limit is not null)
                    json.WriteString("bound", Limit.BoundName);
                if (Rule is not null)
                    json.WriteString("rule", Rule);
                json.WriteEndObject();
            }
            return buffer.WrittenSpan.ToArray();
        }
    }
}
