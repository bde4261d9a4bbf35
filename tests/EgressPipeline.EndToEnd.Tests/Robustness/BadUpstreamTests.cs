using System.Text.Json;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Robustness;

/// <summary>Whatever a service does, the caller gets an honest answer, the record says why, and the endpoint's health knows.</summary>
public sealed class BadUpstreamTests(BadUpstreamScene scene) : IClassFixture<BadUpstreamScene>
{
    public static TheoryData<string> Names => [.. BadUpstreams.All.Select(upstream => upstream.Name)];

    /// <summary>Part of a body that is not kept cannot be sent again, the time of a call is used up only once, and an answer that has begun is the answer.</summary>
    public static TheoryData<string> Repeatable => [.. BadUpstreams.All.Where(upstream => upstream is { Announced: 0, Status: >= 500 and not 504 }).Select(upstream => upstream.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Call_OnceTried_GivesTheAnswerFlagAndHealthOfTheTable(string name)
    {
        var upstream = BadUpstreams.All.Single(upstream => upstream.Name == name);
        await using var client = await SendAsync(upstream, name);

        var answer = await ReadHeadAsync(client);
        scene.Seen(name);
        Assert.Equal(upstream.Status, answer.Status);
        if (upstream.IsCut)
        {
            await client.ReadToEndAsync();
            Assert.True(client.WasReset, "an orderly end would pass a cut-off answer off as a whole one");
            Assert.Contains(upstream.Body, client.ReceivedText, StringComparison.Ordinal);
        }
        else if (upstream.Flag == "-")
        {
            Assert.Equal(upstream.Body, System.Text.Encoding.Latin1.GetString(await client.ReadExactlyAsync(upstream.Body.Length)));
        }
        Assert.DoesNotContain("forged", client.ReceivedText, StringComparison.Ordinal);
        await AssertRecordAsync(name, upstream.Flag, attempts: 1);
        await AssertHealthAsync(name, upstream.IsHeldAgainst);
    }

    /// <summary>As long as nothing reached the caller, the next endpoint answers instead.</summary>
    [Theory, MemberData(nameof(Repeatable))]
    public async Task Call_ThatMayBeRepeated_IsAnsweredByTheOtherEndpoint(string name)
    {
        var upstream = BadUpstreams.All.Single(upstream => upstream.Name == name);
        var again = name + "-again";
        await using var client = await SendAsync(upstream, again);

        Assert.Equal(200, (await ReadHeadAsync(client)).Status);
        Assert.Equal("hello from good\n", System.Text.Encoding.Latin1.GetString(await client.ReadExactlyAsync("hello from good\n".Length)));
        await AssertRecordAsync(again, "-", attempts: 2);
        await AssertHealthAsync(again, isHeldAgainst: true);
        Assert.Equal(1, scene.Connections(again));
    }

    /// <summary>Bytes that nobody asked for are not the answer to the next request.</summary>
    [Theory, InlineData("longer-than-said"), InlineData("body-of-204")]
    public async Task NextCall_AfterALongerAnswer_HasAConnectionOfItsOwn(string name)
    {
        for (var i = 0; i < 2; i++)
        {
            await using var client = await SendAsync(BadUpstreams.All.Single(upstream => upstream.Name == name), name + "-again");
            await ReadHeadAsync(client);
        }
        Assert.Equal(2, scene.Connections(name + "-again"));
    }

    private async Task<RawConnection> SendAsync(BadUpstream upstream, string name)
    {
        var client = await scene.Scene.ConnectProxyAsync();
        var body = upstream.Announced == 0 ? "" : $"Content-Length: {upstream.Announced}\r\n";
        await client.SendAsync($"{(upstream.Announced == 0 ? "GET" : "POST")} http://{name}.example.com/{name}. HTTP/1.1\r\nHost: {name}.example.com\r\n{body}\r\n{"half"[..upstream.Sent]}");
        return client;
    }

    /// <summary>The head of the final answer: informational ones may come before it.</summary>
    private static async Task<RawMessage> ReadHeadAsync(RawConnection client)
    {
        while (true)
        {
            var head = new RawMessage(await client.ReadHeadAsync(), [], "");
            if (head.Status >= 200)
                return head;
        }
    }

    private async Task AssertRecordAsync(string name, string flag, int attempts)
    {
        using var record = JsonDocument.Parse(await scene.Scene.RecordAsync($"/{name}.\""));
        Assert.Equal((flag, attempts), (record.RootElement.GetProperty("response_flags").GetString(), record.RootElement.GetProperty("attempts").GetInt32()));
    }

    private async Task AssertHealthAsync(string name, bool isHeldAgainst)
    {
        using var clusters = JsonDocument.Parse((await scene.Scene.Egress.GetAdminAsync("/clusters")).Text);
        var cluster = clusters.RootElement.EnumerateArray().Single(cluster => cluster.GetProperty("host").GetString() == name + ".example.com");
        Assert.Equal(isHeldAgainst, cluster.GetProperty("endpoints").EnumerateArray().Any(endpoint => endpoint.GetProperty("ejected").GetBoolean()));
    }
}
