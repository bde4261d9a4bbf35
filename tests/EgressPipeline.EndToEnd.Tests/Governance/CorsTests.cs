using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

public sealed class CorsTests
{
    private const string Host = "api.example.com";
    private const string Cors = "corsPolicy: { allowOrigins: [{ exact: 'https://app.test' }, { prefix: 'https://dev-' }, { regex: 'https://[a-z]+[.]eu[.]test' }], "
        + "allowMethods: [GET, PUT], allowHeaders: [x-key, content-type], exposeHeaders: [x-left], maxAge: 10m, allowCredentials: true }";

    private static Task<Scene> StartAsync(SimpleHttpServer upstream, string more) => Scene.StartAsync(PolicyText.Join(
        PolicyText.Service(Host, 80, "HTTP", upstream.EndPoint),
        PolicyText.Routes(Host, $"- {more}\n  route: [{{ destination: {{ host: {Host} }} }}]")));

    private static Task<RawMessage> PreflightAsync(Scene scene, string origin, string more = "") => scene.SendAsync(
        $"OPTIONS http://{Host}/a HTTP/1.1\r\nHost: {Host}\r\nOrigin: {origin}\r\nAccess-Control-Request-Method: PUT\r\n{more}Connection: close\r\n\r\n");

    [Theory]
    [InlineData("https://app.test")]
    [InlineData("https://dev-7.test")]
    [InlineData("https://shop.eu.test")]
    public async Task Preflight_FromAnAllowedOrigin_IsAnsweredHere(string origin)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, Cors);

        var answer = await PreflightAsync(scene, origin);

        Assert.Equal(200, answer.Status);
        Assert.Equal(origin, answer.Header("access-control-allow-origin"));
        Assert.Equal("GET,PUT", answer.Header("access-control-allow-methods"));
        Assert.Equal("x-key,content-type", answer.Header("access-control-allow-headers"));
        Assert.Equal("600", answer.Header("access-control-max-age"));
        Assert.Equal("true", answer.Header("access-control-allow-credentials"));
        Assert.Null(answer.Header("access-control-expose-headers"));
        Assert.Equal("0", answer.Header("content-length"));
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("https://app.test.evil.test")]
    [InlineData("https://SHOP.eu.test")]
    [InlineData("null")]
    public async Task Preflight_FromAnotherOrigin_IsForwardedUntouched(string origin)
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, Cors);

        var answer = await PreflightAsync(scene, origin);

        Assert.Null(answer.Header("access-control-allow-origin"));
        Assert.Null(answer.Header("access-control-allow-credentials"));
        Assert.Equal(origin, upstream.Requests.Single().Message.Header("origin"));
    }

    [Fact]
    public async Task Preflight_FromAnotherOrigin_UnmatchedIgnored_IsAnsweredWithoutAllowingIt()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "corsPolicy: { allowOrigins: [{ exact: 'https://app.test' }], allowMethods: [GET], unmatchedPreflights: IGNORE }");

        var answer = await PreflightAsync(scene, "https://evil.test");

        Assert.Equal(200, answer.Status);
        Assert.Null(answer.Header("access-control-allow-origin"));
        Assert.Equal("GET", answer.Header("access-control-allow-methods"));
        Assert.Empty(upstream.Requests);
    }

    [Fact]
    public async Task Preflight_ForAnyHeader_NamesWhatWasAskedFor()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, "headers: { request: { remove: [access-control-request-headers] } }\n  corsPolicy: { allowOrigin: ['*'], allowHeaders: ['*'] }");

        var answer = await PreflightAsync(scene, "https://any.test", "Access-Control-Request-Headers: x-one, x-two\r\n");

        Assert.Equal("https://any.test", answer.Header("access-control-allow-origin"));
        Assert.Equal("x-one, x-two", answer.Header("access-control-allow-headers"));
        Assert.Null(answer.Header("access-control-allow-methods"));
    }

    [Fact]
    public async Task Options_WithoutARequestedMethod_IsNoPreflight()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, Cors);

        await scene.SendAsync($"OPTIONS http://{Host}/a HTTP/1.1\r\nHost: {Host}\r\nOrigin: https://app.test\r\nConnection: close\r\n\r\n");

        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task Answer_ToAnAllowedOrigin_MayBeShown_WhateverTheServiceAndTheRouteSay()
    {
        await using var upstream = SimpleHttpServer.Start();
        upstream.Respond = _ => new SimpleResponse(200, "", "access-control-allow-origin: *\r\n");
        await using var scene = await StartAsync(upstream, "headers: { request: { remove: [origin] }, response: { set: { access-control-allow-origin: 'https://route.test' } } }\n  " + Cors);

        var answer = await scene.GetAsync($"http://{Host}/", "Origin: https://app.test\r\n");

        Assert.Equal("https://app.test", answer.Header("access-control-allow-origin"));
        Assert.Equal("true", answer.Header("access-control-allow-credentials"));
        Assert.Equal("x-left", answer.Header("access-control-expose-headers"));
        Assert.Null(upstream.Requests.Single().Message.Header("origin"));
        Assert.Equal("https://route.test", (await scene.GetAsync($"http://{Host}/", "Origin: https://evil.test\r\n")).Header("access-control-allow-origin"));
    }

    [Fact]
    public async Task Refusal_OnTheWayToTheService_MayBeShown_AFaultMayNot()
    {
        var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, Cors);
        await upstream.DisposeAsync();

        var refused = await scene.GetAsync($"http://{Host}/", "Origin: https://app.test\r\n");

        Assert.Equal(503, refused.Status);
        Assert.Equal("https://app.test", refused.Header("access-control-allow-origin"));
        Assert.Equal("x-left", refused.Header("access-control-expose-headers"));
        Assert.Null((await scene.GetAsync($"http://{Host}/")).Header("access-control-allow-origin"));

        await using var other = SimpleHttpServer.Start();
        await using var faulty = await StartAsync(other, "fault: { abort: { httpStatus: 418, percentage: { value: 100 } } }\n  " + Cors);
        var fault = await PreflightAsync(faulty, "https://app.test");
        Assert.Equal(418, fault.Status);
        Assert.Null(fault.Header("access-control-allow-origin"));
    }

    [Fact]
    public async Task NextCallOfAConnection_WithoutOrigin_IsNotAnsweredLikeTheLast()
    {
        await using var upstream = SimpleHttpServer.Start();
        await using var scene = await StartAsync(upstream, Cors);
        await using var client = await scene.ConnectProxyAsync();

        await client.SendAsync($"OPTIONS http://{Host}/a HTTP/1.1\r\nHost: {Host}\r\nOrigin: https://app.test\r\nAccess-Control-Request-Method: PUT\r\n\r\n");
        Assert.Equal("https://app.test", (await client.ReadResponseAsync()).Header("access-control-allow-origin"));
        await client.SendAsync($"GET http://{Host}/b HTTP/1.1\r\nHost: {Host}\r\n\r\n");
        Assert.Null((await client.ReadResponseAsync()).Header("access-control-allow-origin"));
        Assert.Equal("/b", upstream.Requests.Single().Message.Target);
    }
}
