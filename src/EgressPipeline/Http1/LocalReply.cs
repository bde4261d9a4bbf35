using System.Buffers;
using System.Text;
using System.Text.Json;
using EgressPipeline.Http;
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

    /// <summary>Writes a refusal. The caller flushes.</summary>
    public static void Write(IBufferWriter<byte> output, HttpExchange exchange, EgressError error, bool keepAlive)
    {
        var row = ErrorTable.For(error.Reason);
        var rule = exchange.Decision.Rule?.Id;
        var reason = exchange.Decision.IsAllowed ? error.Reason.ToString() : exchange.Decision.Reason.ToString();
        var body = Problem(exchange.Status, row, reason, rule, exchange.Detail);
        var decision = rule ?? "none";
        WriteHead(output, exchange.Status, body.Length, "application/problem+json", keepAlive,
            $"x-egress-decision: {Printable(decision)}\r\n" +
            (error.Reason is EgressErrorReason.Overflow or EgressErrorReason.Overload ? "x-envoy-overloaded: true\r\n" : ""));
        if (exchange.RequestHead.KnownMethod != KnownMethod.Head)
            output.Write(body);
    }

    /// <summary>Writes the refusal of a CONNECT whose destination could not be reached. The caller flushes and closes.</summary>
    public static void WriteConnectFailure(IBufferWriter<byte> output, EgressError error, in Decision decision, string? detail)
    {
        var row = ErrorTable.For(error.Reason);
        var body = Problem(row.Status, row, error.Reason.ToString(), decision.Rule?.Id, detail);
        WriteHead(output, row.Status, body.Length, "application/problem+json", keepAlive: false, $"x-egress-decision: {Printable(decision.Rule?.Id ?? "none")}\r\n");
        output.Write(body);
    }

    /// <summary>Writes a redirect or a direct response of a VirtualService. The caller flushes.</summary>
    public static void WriteRoute(IBufferWriter<byte> output, HttpExchange exchange, HttpRoutePlan route, bool keepAlive)
    {
        var decision = $"x-egress-decision: {Printable(route.Rule.Id)}\r\n";
        if (route.Redirect is { } redirect)
        {
            WriteHead(output, redirect.Code, 0, null, keepAlive, $"location: {Printable(Location(exchange, redirect))}\r\n{decision}");
            return;
        }
        var direct = route.DirectResponse!;
        WriteHead(output, direct.Status, direct.Body.Length, direct.Body.Length > 0 ? "text/plain" : null, keepAlive, decision);
        if (exchange.RequestHead.KnownMethod != KnownMethod.Head)
            output.Write(direct.Body);
    }

    private static void WriteHead(IBufferWriter<byte> output, int status, int length, string? contentType, bool keepAlive, string extra)
    {
        var head = new StringBuilder(256)
            .Append("HTTP/1.1 ").Append(status).Append(' ').Append(Encoding.ASCII.GetString(ReasonPhrases.Of(status))).Append("\r\n")
            .Append(extra)
            .Append("content-length: ").Append(length).Append("\r\n");
        if (contentType is not null)
            head.Append("content-type: ").Append(contentType).Append("\r\n");
        if (!keepAlive)
            head.Append("connection: close\r\n");
        head.Append("\r\n");
        output.Write(Encoding.ASCII.GetBytes(head.ToString()));
    }

    private static byte[] Problem(int status, ErrorTable.Row row, string reason, string? rule, string? detail)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", row.Text);
            json.WriteNumber("status", status);
            if (detail is { Length: > 0 })
                json.WriteString("detail", detail.Length > MaxDetail ? detail[..MaxDetail] : detail);
            json.WriteString("stage", row.Stage);
            json.WriteString("reason", reason);
            if (rule is not null)
                json.WriteString("rule", rule);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static string Location(HttpExchange exchange, RedirectPlan redirect)
    {
        var scheme = redirect.Scheme ?? Encoding.ASCII.GetString(exchange.Scheme);
        var authority = redirect.Authority ?? exchange.HostText;
        var port = redirect.Port ?? (redirect.Authority is null ? exchange.Port : 0);
        var standard = port == 0 || (scheme == "http" && port == 80) || (scheme == "https" && port == 443);
        var path = redirect.Uri ?? Encoding.ASCII.GetString(exchange.Path);
        if (!exchange.Query.IsEmpty)
            path += "?" + Encoding.ASCII.GetString(exchange.Query);
        return $"{scheme}://{authority}{(standard ? "" : ":" + port)}{path}";
    }

    // Names in policies may hold anything; a header may not.
    private static string Printable(string text)
    {
        foreach (var c in text)
            if (c is < ' ' or > '~')
                return string.Create(text.Length, text, static (to, from) =>
                {
                    for (var i = 0; i < to.Length; i++)
                        to[i] = from[i] is < ' ' or > '~' ? '?' : from[i];
                });
        return text;
    }
}
