using System.Net;
using System.Text.Json;
using Spectre.Console;

namespace Quickstart;

/// <summary>A handful of calls through the sidecar, and a table of what became of them.</summary>
internal sealed class Tour(IPEndPoint proxy, RecordStream records)
{
    private static readonly (string What, HttpMethod Method, string Url, int Expected)[] Calls =
    [
        ("allowed", HttpMethod.Get, "http://api.example.com/hello", 200),
        ("balanced", HttpMethod.Get, "http://api.example.com/hello", 200),
        ("secured", HttpMethod.Get, "http://secure.example.com/hello", 200),
        ("retried", HttpMethod.Get, "http://flaky.example.com/hello", 200),
        ("denied", HttpMethod.Delete, "http://api.example.com/hello", 403),
        ("undeclared", HttpMethod.Get, "http://nobody-declared.example.com/", 502),
    ];

    /// <returns>True when every call ended as it should.</returns>
    public async Task<bool> RunAsync()
    {
        using var handler = new SocketsHttpHandler { Proxy = new WebProxy($"http://{proxy}"), UseProxy = true };
        using var client = new HttpClient(handler);
        var table = new Table().RoundedBorder();
        foreach (var column in new[] { "", "call", "status", "decision", "rule", "endpoint", "tries", "ms" })
            table.AddColumn(new TableColumn(column).NoWrap());
        var asExpected = true;
        foreach (var call in Calls)
        {
            using var request = new HttpRequestMessage(call.Method, call.Url);
            using var response = await client.SendAsync(request);
            var status = (int)response.StatusCode;
            asExpected &= status == call.Expected;
            AddRow(table, call.What, $"{call.Method} {call.Url}", status, records.Next());
        }
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 200);
        AnsiConsole.Write(table);
        return asExpected;
    }

    private static void AddRow(Table table, string what, string call, int status, JsonElement? record)
    {
        var rule = Text(record, "rule");
        var source = Text(record, "source");
        var place = source.Length == 0 ? rule : $"{rule} ({Path.GetFileName(source)})";
        var colour = status < 400 ? "green" : "yellow";
        table.AddRow(what, call.EscapeMarkup(), $"[{colour}]{status}[/]", Text(record, "decision").EscapeMarkup(), place.EscapeMarkup(), Text(record, "upstream_host").EscapeMarkup(), Text(record, "attempts"), Text(record, "duration"));
    }

    private static string Text(JsonElement? record, string field) =>
        record is { } r && r.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";
}
