using System.Text;
using EgressPipeline;
using EgressPipeline.TestKit;
using ExternalAuthorization.Tests.Support;

namespace ExternalAuthorization.Tests;

/// <summary>What the authorizer is told about a call.</summary>
public sealed class QuestionTests
{
    [Fact]
    public async Task Call_IsDescribedAsItWasMade()
    {
        var call = new MemoryExchange("POST", "api.example.com", "/orders?id=1");
        call.Sent.Append("X-Request-Id"u8, "r-1"u8);
        call.Sent.Append("Content-Length"u8, "12"u8);
        call.Sent.Append("X-Tag"u8, "a"u8);
        call.Sent.Append("x-tag"u8, "b"u8);

        var (_, question) = await FilterRig.JudgeAsync(call, AuthorizationServer.Allow());

        var http = question.Attributes.Request.Http;
        Assert.Equal(("r-1", "POST", "/orders?id=1", "api.example.com", "http", 12L), (http.Id, http.Method, http.Path, http.Host, http.Scheme, http.Size));
        Assert.Equal("a,b", http.Headers["x-tag"]);
        Assert.Equal("/orders?id=1", http.Headers[":path"]);
        Assert.False(http.Headers.ContainsKey("host"));
        Assert.Equal("api.example.com", question.Attributes.Destination.Address.SocketAddress.Address);
        Assert.Equal(80u, question.Attributes.Destination.Address.SocketAddress.PortValue);
        Assert.Equal("default/api", question.Attributes.Destination.Service);
        Assert.InRange(question.Attributes.Request.Time.ToDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(1));
    }

    [Fact]
    public async Task Call_WithoutId_GetsOneOfItsOwn()
    {
        var (_, first) = await FilterRig.JudgeAsync(Get(), AuthorizationServer.Allow());
        var (_, second) = await FilterRig.JudgeAsync(Get(), AuthorizationServer.Allow());

        Assert.NotEqual("", first.Attributes.Request.Http.Id);
        Assert.NotEqual(first.Attributes.Request.Http.Id, second.Attributes.Request.Http.Id);
    }

    [Theory]
    [InlineData("transfer-encoding", "chunked", -1)]
    [InlineData("content-length", "5", 5)]
    [InlineData("x-other", "1", 0)]
    public async Task Size_IsThatOfTheBodyOrUnknown(string name, string value, long size)
    {
        var call = Get();
        call.Sent.Append(Encoding.ASCII.GetBytes(name), Encoding.ASCII.GetBytes(value));

        Assert.Equal(size, (await FilterRig.JudgeAsync(call, AuthorizationServer.Allow())).Question.Attributes.Request.Http.Size);
    }

    [Theory]
    [InlineData(null, "", "x-a x-b y")]
    [InlineData("x-*", "", "x-a x-b")]
    [InlineData("x-a y", "y", "x-a")]
    [InlineData("", "", "")]
    [InlineData(null, "x-* :*", "y")]
    public async Task Headers_AreThoseThatWereChosen(string? wanted, string unwanted, string seen)
    {
        await using var server = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Allow());
        using var rig = new FilterRig(new ExternalAuthorizationOptions
        {
            Server = $"http://127.0.0.1:{server.Port}",
            Timeout = TimeSpan.FromSeconds(9),
            Headers = wanted?.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            WithoutHeaders = unwanted.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        });
        var call = Get();
        foreach (var name in new[] { "x-a", "X-B", "y" })
            call.Sent.Append(Encoding.ASCII.GetBytes(name), "1"u8);

        await rig.RequestAsync(call);

        var headers = server.Question.Attributes.Request.Http.Headers.Keys;
        Assert.Equal(seen, string.Join(' ', headers.Where(name => name[0] != ':').Order(StringComparer.Ordinal)));
        Assert.Equal(wanted is null && !unwanted.Contains(':', StringComparison.Ordinal), headers.Contains(":method"));
    }

    [Fact]
    public async Task Context_IsSentWithEveryQuestion()
    {
        await using var server = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Allow());
        using var rig = new FilterRig(new ExternalAuthorizationOptions
        {
            Server = $"http://127.0.0.1:{server.Port}",
            Timeout = TimeSpan.FromSeconds(9),
            Context = new Dictionary<string, string> { ["team"] = "shop" },
        });

        await rig.RequestAsync(Get());

        Assert.Equal("shop", server.Question.Attributes.ContextExtensions["team"]);
    }

    [Theory]
    [InlineData(true, true, "false")]
    [InlineData(false, false, "true")]
    public async Task Body_IsSentWithWhetherItIsWhole(bool packAsBytes, bool isLast, string partial)
    {
        await using var server = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Allow());
        using var rig = new FilterRig(new ExternalAuthorizationOptions
        {
            Server = $"http://127.0.0.1:{server.Port}",
            Timeout = TimeSpan.FromSeconds(9),
            Body = new BodyOptions { MaxBytes = 100, AllowPartialMessage = true, PackAsBytes = packAsBytes },
        });
        var call = Get();

        var asked = await rig.RequestAsync(call);
        Assert.Equal(BodyAccess.Prefix(100), asked.Body);
        Assert.Empty(server.Questions);
        call.Sent.Append("x-secret"u8, "added by a later filter"u8);
        Assert.True((await rig.BodyAsync(call, "order"u8.ToArray(), isLast)).IsContinue);

        var http = server.Question.Attributes.Request.Http;
        Assert.Equal("order", packAsBytes ? http.RawBody.ToStringUtf8() : http.Body);
        Assert.Equal(partial, http.Headers["x-envoy-auth-partial-body"]);
        Assert.False(http.Headers.ContainsKey("x-secret"));
    }

    [Fact]
    public async Task Body_ThatMustBeWhole_IsBufferedOrRefused()
    {
        await using var server = await AuthorizationServer.StartAsync(_ => AuthorizationServer.Allow());
        using var rig = new FilterRig(new ExternalAuthorizationOptions { Server = $"http://127.0.0.1:{server.Port}", Body = new BodyOptions { MaxBytes = 100 } });

        Assert.Equal(BodyAccess.Buffer(100, OverBound.Refuse), (await rig.RequestAsync(Get())).Body);
    }

    private static MemoryExchange Get() => new("GET", "api.example.com", "/");
}
