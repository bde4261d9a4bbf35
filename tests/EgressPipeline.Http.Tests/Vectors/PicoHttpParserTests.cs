using System.Text.Json;
using EgressPipeline.Http.Tests.Support;

namespace EgressPipeline.Http.Tests.Vectors;

/// <summary>The cases of picohttpparser's own tests. Where we refuse more on purpose, the case is named with its reason.</summary>
public sealed class PicoHttpParserTests
{
    private static readonly Dictionary<string, string> StricterOnPurpose = new()
    {
        ["parse multiline"] = "obs-fold (RFC 9112 §5.2)",
        ["accept MSB chars"] = "non-ASCII in the target (RFC 9112 §3.2)",
        ["accept multiple spaces between tokens"] = "exactly one space (RFC 9112 §3)",
        ["incomplete 11"] = "bare LF (RFC 9112 §2.2 lets a recipient refuse it)",
    };

    [Fact]
    public void Cases_AllOfThem_BehaveAsExpected()
    {
        var failures = new List<string>();
        var file = VectorFile.Load("http1-picohttpparser");
        foreach (var one in file.GetProperty("cases").EnumerateArray())
        {
            var comment = one.GetProperty("comment").GetString()!;
            var input = Segments.Text(VectorFile.Input(one));
            var expected = one.GetProperty("expect").GetInt32() switch
            {
                0 => ParseStatus.Done,
                -1 => ParseStatus.Error,
                _ => ParseStatus.NeedMore,
            };
            var isStricter = StricterOnPurpose.ContainsKey(comment) && !(comment == "incomplete 11" && !input.EndsWith("OK\n", StringComparison.Ordinal));
            if (isStricter)
                expected = ParseStatus.Error;
            var actual = Read(one.GetProperty("fn").GetString()!, input);
            if (actual.Status != expected)
                failures.Add($"{comment}: {actual.Status} {actual.Error}, expected {expected}");
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    // test_headers has header lines only: they get a start line. Host is picohttpparser's business as little as framing.
    private static HeadOutcome Read(string function, string input) => function switch
    {
        "test_response" => HeadReading.Response(input),
        "test_request" => HeadReading.Request(input),
        "test_headers" => HeadReading.Request("GET / HTTP/1.1\r\n" + input),
        _ => throw new JsonException($"unknown function {function}"),
    };
}
