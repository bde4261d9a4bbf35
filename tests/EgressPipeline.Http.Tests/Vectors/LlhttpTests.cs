using System.Text.Json;
using System.Text.RegularExpressions;
using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests.Vectors;

/// <summary>
/// The strict cases of llhttp's own tests, and its URL cases as request targets. llhttp is told by its caller what we
/// decide by rule; where we refuse what it takes, the case stands in <see cref="StricterOnPurpose"/>.
/// </summary>
public sealed partial class LlhttpTests
{
    // Case → reason. The section "HTTP/1.1" of docs/conformance.md is this list for readers.
    private static readonly Dictionary<string, string> StricterOnPurpose = new()
    {
        ["CONNECT with body"] = "a CONNECT request has no content (RFC 9110 §9.3.6)",
        ["POST with `chunked` as last transfer-encoding (multiple headers)"] = "only chunked alone is forwarded",
        ["`chunkedchunked` transfer-encoding does not enable chunked enconding"] = "an unknown transfer coding is refused, not read until close",
        ["Fragment in URI"] = "a target has no fragment (RFC 9112 §3.2)",
        ["SOURCE request with ICE"] = "no ICE",
        ["OPTIONS request with RTSP"] = "no RTSP",
        ["RTSP response"] = "no RTSP",
        ["PRI request HTTP2"] = "the HTTP/2 preface is recognised before the HTTP/1 reader",
        ["HTTP 100 first, then 400"] = "no empty lines before a response",
        ["HTTP 304 with Content-Length"] = "no empty lines before a response",
        ["Should parse multiple events"] = "no empty lines before a response",
        ["URL tests / Relative URL"] = "a target has no fragment (RFC 9112 §3.2)",
        ["URL tests / URL fragment"] = "a target has no fragment (RFC 9112 §3.2)",
        ["URL tests / Complex URL fragment"] = "a target has no fragment (RFC 9112 §3.2)",
        ["URL tests / Complex URL with basic auth from node.js url parser doc"] = "no user information (RFC 9110 §4.2.4)",
    };

    private static readonly Dictionary<string, string> LaxerOnPurpose = new()
    {
        ["Invalid method"] = "any token is a method (RFC 9110 §9.1); policies decide",
    };

    private static readonly HashSet<string> CallerSwitches = ["skipBody"];

    [Theory]
    [InlineData("request")]
    [InlineData("response")]
    public void Cases_StrictModes_BehaveAsExpected(string mode)
    {
        var failures = new List<string>();
        foreach (var one in VectorFile.Load("http1-llhttp").GetProperty("cases").EnumerateArray())
        {
            if (ModeOf(one) == mode)
                Check(one, mode, failures);
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void UrlCases_AsRequestTargets_BehaveAsExpected()
    {
        foreach (var one in VectorFile.Load("http1-llhttp").GetProperty("cases").EnumerateArray())
        {
            if (one.GetProperty("kind").GetString() != "url")
                continue;
            var name = one.GetProperty("name").GetString()!;
            var outcome = HeadReading.Request($"GET {Segments.Text(VectorFile.Input(one))} HTTP/1.1\r\nHost: h\r\n\r\n");
            var isValid = one.GetProperty("errorCode").ValueKind == JsonValueKind.Null && !StricterOnPurpose.ContainsKey(name);
            Assert.True(outcome.Status == (isValid ? ParseStatus.Done : ParseStatus.Error), $"{name}: {outcome}");
        }
    }

    private static void Check(JsonElement one, string mode, List<string> failures)
    {
        var name = one.GetProperty("name").GetString()!;
        var log = one.GetProperty("expectLog").EnumerateArray().Select(static l => l.GetString()!).ToList();
        var text = Complete(Segments.Text(VectorFile.Input(one)), log);
        var outcome = Read(text, mode);
        var isRefused = IsRefusedByLlhttp(one);
        if (isRefused && !outcome.IsRefused)
            outcome = Read(text + "\r\n\r\n", mode); // llhttp stops inside a line that we judge when it is whole
        if (LaxerOnPurpose.ContainsKey(name))
            isRefused = false;
        if (StricterOnPurpose.ContainsKey(name))
        {
            if (!outcome.IsRefused)
                failures.Add($"{mode} {name}: listed as stricter, but accepted");
            return;
        }
        if (outcome.IsRefused != isRefused)
            failures.Add($"{mode} {name}: {outcome}, llhttp refuses: {isRefused}");
        var completed = log.Count(static l => l.EndsWith("message complete", StringComparison.Ordinal));
        if (!isRefused && !outcome.IsRefused && !LaxerOnPurpose.ContainsKey(name) && outcome.Completed != completed)
            failures.Add($"{mode} {name}: {outcome.Completed} messages, llhttp {completed}");
    }

    private static MessageStream.Outcome Read(string text, string mode) => mode == "request"
        ? MessageStream.Requests(Segments.Bytes(WithHost(text)))
        : MessageStream.Responses(Segments.Bytes(text));

    private static string? ModeOf(JsonElement one)
    {
        var meta = one.GetProperty("meta");
        if (meta.ValueKind != JsonValueKind.Object || meta.EnumerateObject().Any(static p => CallerSwitches.Contains(p.Name)))
            return null;
        return meta.GetProperty("type").GetString();
    }

    // 22 and 23 pause for an upgrade; they are no refusals.
    private static bool IsRefusedByLlhttp(JsonElement one) =>
        one.GetProperty("errorCode") is { ValueKind: JsonValueKind.Number } code && code.GetInt32() is not (22 or 23);

    // The cases come without the last line end of their listing; the log tells how long the input was.
    private static string Complete(string text, List<string> log)
    {
        var length = log.Select(static l => Offset().Match(l)).Where(static m => m.Success)
            .Max(static m => int.Parse(m.Groups[1].Value) + (m.Groups[2].Success ? int.Parse(m.Groups[2].Value) : 0));
        return length > text.Length ? text + "\r\n" : text;
    }

    // llhttp leaves Host to its caller; we demand one.
    private static string WithHost(string text) =>
        RequestLine().Replace(text, static m => m.Value + (m.Result("$'").Split("\r\n\r\n")[0].Contains("host:", StringComparison.OrdinalIgnoreCase) ? "" : "Host: h\r\n"));

    [GeneratedRegex(@"^off=(\d+)(?: len=(\d+))?")]
    private static partial Regex Offset();

    [GeneratedRegex(@"(?<=^|\n)[A-Z]+ \S+ HTTP/1\.1\r\n")]
    private static partial Regex RequestLine();
}
