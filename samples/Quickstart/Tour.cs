using System.Net;
using System.Text.Json;
using Spectre.Console;

namespace Quickstart;

/// <summary>A handful of calls through the sidecar, and a table of what became of them.</summary>
internal sealed class Tour(IPEndPoint proxy, RecordStream records)
{
    private const int MaxShown = 40;

    private static readonly TourCall[] Calls =
    [
        new("allowed", HttpMethod.Get, "http://api.example.com/hello", 200, "hello from endpoint"),
        new("balanced", HttpMethod.Get, "http://api.example.com/hello", 200, "hello from endpoint"),
        new("secured, with a key", HttpMethod.Get, "http://secure.example.com/hello", 200, "hello over TLS, your key is good"),
        new("retried", HttpMethod.Get, "http://flaky.example.com/hello", 200, "hello at the second try"),
        new("card masked", HttpMethod.Post, "http://partner.example.com/", 200, "card **** **** **** 1111", "card 4111 1111 1111 1111"),
        new("within the limit", HttpMethod.Get, "http://limited.example.com/", 200, "hello from endpoint A"),
        new("over the limit", HttpMethod.Get, "http://limited.example.com/", 429),
        new("asked, granted", HttpMethod.Get, "http://orders.example.com/orders/mine", 200, "orders of alice"),
        new("asked, refused", HttpMethod.Get, "http://orders.example.com/orders/all", 403, "only your own orders"),
        new("denied", HttpMethod.Delete, "http://api.example.com/hello", 403),
        new("undeclared", HttpMethod.Get, "http://nobody-declared.example.com/", 502),
    ];

    /// <returns>True when every call ended as it should.</returns>
    public async Task<bool> RunAsync()
    {
        using var handler = new SocketsHttpHandler { Proxy = new WebProxy($"http://{proxy}"), UseProxy = true };
        using var client = new HttpClient(handler);
        var table = new Table().RoundedBorder();
        foreach (var column in new[] { "", "call", "status", "answer", "decision", "rule", "endpoint", "tries", "ms" })
            table.AddColumn(new TableColumn(column).NoWrap());
        var asExpected = true;
        foreach (var call in Calls)
        {
            using var request = new HttpRequestMessage(call.Method, call.Url) { Content = call.Body is null ? null : new StringContent(call.Body) };
            using var response = await client.SendAsync(request);
            var answer = await response.Content.ReadAsStringAsync();
            asExpected &= (int)response.StatusCode == call.Status && answer.StartsWith(call.Answer, StringComparison.Ordinal);
            AddRow(table, call, (int)response.StatusCode, answer, records.Next());
        }
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 280);
        AnsiConsole.Write(table);
        return asExpected;
    }

    private static void AddRow(Table table, TourCall call, int status, string answer, JsonElement? record)
    {
        // Refusals are told by the columns beside it.
        var shown = status < 400 ? answer.TrimEnd() : "";
        var rule = Text(record, "rule");
        var source = Text(record, "source");
        var place = source.Length == 0 ? rule : $"{rule} ({Path.GetFileName(source)})";
        // A filter that ended the call is named by the details.
        var details = Text(record, "response_code_details");
        var decision = details.StartsWith("filter{", StringComparison.Ordinal) ? details : Text(record, "decision");
        var colour = status < 400 ? "green" : "yellow";
        table.AddRow(call.What, $"{call.Method} {call.Url}".EscapeMarkup(), $"[{colour}]{status}[/]", (shown.Length > MaxShown ? shown[..MaxShown] + "…" : shown).EscapeMarkup(), decision.EscapeMarkup(), place.EscapeMarkup(), Text(record, "upstream_host").EscapeMarkup(), Text(record, "attempts"), Text(record, "duration"));
    }

    private static string Text(JsonElement? record, string field) =>
        record is { } r && r.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";
}
