using System.Text.Json;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

/// <summary>What <c>egress explain</c> says of a call is what the sidecar does with it: status, rule, and what the service gets to see.</summary>
public sealed class ExplainedCallTests(ExplainedScene shared) : IClassFixture<ExplainedScene>
{
    [Theory]
    [InlineData("GET", "http://api.example.com/old/x?y=1")]
    [InlineData("GET", "http://api.example.com/moved/a%20b")]
    [InlineData("GET", "http://api.example.com/down")]
    [InlineData("GET", "http://api.example.com/v1/items/7?page=2&q=%2F")]
    [InlineData("GET", "http://api.example.com/v1/../v1/./items")]
    [InlineData("GET", "http://API.example.com:80/v1/%7Euser")]
    [InlineData("GET", "http://api.example.com/exact?x")]
    [InlineData("GET", "http://api.example.com/r/any/x")]
    [InlineData("GET", "http://api.example.com/as/before")]
    [InlineData("GET", "http://api.example.com/set/before")]
    [InlineData("GET", "http://api.example.com/one/before")]
    [InlineData("GET", "http://api.example.com/plain/a%2fb/%c3%a4//c?x=1&x=2")]
    [InlineData("GET", "http://plain.example.com/anything")]
    [InlineData("GET", "http://plain.example.com")]
    [InlineData("DELETE", "http://api.example.com/v1/items/7")]
    [InlineData("GET", "http://api.example.com/nowhere")]
    [InlineData("GET", "http://api.example.com:81/v1/")]
    [InlineData("GET", "http://other.example.com/")]
    public async Task Explanation_IsWhatTheSidecarDoes(string method, string url)
    {
        var authority = url.Split('/')[2];
        var before = shared.Upstream.Requests.Count;
        var answer = await shared.Scene.SendAsync($"{method} {url} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n");
        var explained = await EgressProcess.RunVerbAsync("explain", "--policies", shared.Scene.Folder.File("policies"), "--format", "json", method, url);

        using var json = JsonDocument.Parse(explained.Output);
        var outcome = json.RootElement.GetProperty("outcome");
        Assert.Equal(Status(json.RootElement), answer.Status);
        var arrived = shared.Upstream.Requests.Skip(before).SingleOrDefault()?.Message;
        Assert.Equal(Text(outcome, "path"), arrived?.Target);
        Assert.Equal(Text(outcome, "authority"), arrived?.Header("host"));
        if (outcome.TryGetProperty("redirect", out var redirect))
            Assert.Equal(Text(redirect, "location"), answer.Header("location"));
        if (!json.RootElement.GetProperty("allowed").GetBoolean())
            Assert.Equal(json.RootElement.TryGetProperty("rule", out var rule) ? Text(rule, "id") : Text(json.RootElement, "reason"), answer.Header("x-egress-decision"));
    }

    private static int Status(JsonElement explained) => Text(explained, "verdict") switch
    {
        "denied" => 403,
        "unregistered" => 502,
        "no-route" => 404,
        _ when explained.GetProperty("outcome").TryGetProperty("redirect", out var redirect) => redirect.GetProperty("code").GetInt32(),
        _ when explained.GetProperty("outcome").TryGetProperty("direct_response", out var status) => status.GetInt32(),
        _ => 200,
    };

    private static string? Text(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value.GetString() : null;
}
