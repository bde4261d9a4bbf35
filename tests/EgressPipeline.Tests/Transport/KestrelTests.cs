using System.Buffers;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using EgressPipeline.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Tests.Transport;

/// <summary>Kestrel's own HTTP servers over this transport: the admin and metrics endpoints, and HTTP/2, use them.</summary>
public sealed class KestrelTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private readonly TaskCompletionSource _aborted = new();
    private WebApplication _app = null!;
    private Uri _address = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IConnectionListenerFactory>(new SocketTransportFactory(new TransportOptions()));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/hello", () => "hello");
        _app.MapPost("/echo", async context => await context.Request.Body.CopyToAsync(context.Response.Body));
        _app.MapPost("/count", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await context.Response.WriteAsync(body.Length.ToString());
        });
        _app.MapGet("/pieces/{count}", async (HttpContext context, int count) =>
        {
            for (var i = 0; i < count; i++)
                context.Response.BodyWriter.Write(Encoding.ASCII.GetBytes($"piece {i}\n"));
            await context.Response.BodyWriter.FlushAsync();
        });
        _app.MapGet("/large", async context =>
        {
            for (var i = 0; i < 200; i++)
                await context.Response.Body.WriteAsync(Encoding.ASCII.GetBytes(new string((char)('a' + (i % 26)), 50_000)));
        });
        _app.MapGet("/wait", async context =>
        {
            await context.Response.Body.FlushAsync();
            context.RequestAborted.Register(_aborted.SetResult);
            await _aborted.Task;
        });
        await _app.StartAsync();
        _address = new Uri(Addresses()[0]);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Http1_KeepAlive_ServesManyRequestsOnOneConnection()
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = _address };

        for (var i = 0; i < 50; i++)
            Assert.Equal("hello", await client.GetStringAsync("/hello").WaitAsync(Bound));
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(5_000, false)]
    [InlineData(3_000_000, false)]
    [InlineData(3_000_000, true)]
    public async Task Http1_PostBody_IsEchoedWhole(int length, bool chunked)
    {
        using var client = new HttpClient { BaseAddress = _address };
        var body = SocketPipeReaderTests.RandomBytes(length);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/echo") { Content = new ByteArrayContent(body) };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await client.SendAsync(request).WaitAsync(Bound);

        Assert.Equal(body, await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(5_000)]
    public async Task Http1_ManySmallWritesBeforeTheFirstFlush_ArriveWhole(int count)
    {
        using var client = new HttpClient { BaseAddress = _address };

        var body = await client.GetStringAsync($"/pieces/{count}").WaitAsync(Bound);

        Assert.Equal(string.Concat(Enumerable.Range(0, count).Select(i => $"piece {i}\n")), body);
    }

    [Fact]
    public async Task Http1_LargeResponse_ArrivesWhole()
    {
        using var client = new HttpClient { BaseAddress = _address };

        var body = await client.GetByteArrayAsync("/large").WaitAsync(Bound);

        Assert.Equal(10_000_000, body.Length);
        Assert.Equal((byte)('a' + (199 % 26)), body[^1]);
    }

    [Fact]
    public async Task Http1_ByteAtATime_IsAnswered()
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, _address.Port);
        foreach (var value in "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray())
            await client.SendAsync(new[] { value });

        using var reader = new StreamReader(new NetworkStream(client));
        var response = await reader.ReadToEndAsync().WaitAsync(Bound);

        Assert.StartsWith("HTTP/1.1 200", response);
        Assert.Contains("hello", response);
    }

    [Fact]
    public async Task Http1_Pipelined_AnswersInOrder()
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, _address.Port);
        await client.SendAsync("GET /hello HTTP/1.1\r\nHost: a\r\n\r\nGET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray());

        using var reader = new StreamReader(new NetworkStream(client));
        var response = await reader.ReadToEndAsync().WaitAsync(Bound);

        Assert.True(response.IndexOf(" 200 ", StringComparison.Ordinal) < response.IndexOf(" 404 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Http2_ManyConcurrentRequests_AreServed()
    {
        using var client = new HttpClient { BaseAddress = new Uri(Addresses()[1]), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var body = SocketPipeReaderTests.RandomBytes(300_000);

        var counts = Enumerable.Range(0, 20).Select(async _ =>
        {
            using var response = await client.PostAsync("/count", new ByteArrayContent(body));
            return await response.Content.ReadAsStringAsync();
        });
        var downloads = Enumerable.Range(0, 3).Select(_ => client.GetByteArrayAsync("/large"));

        Assert.All(await Task.WhenAll(counts).WaitAsync(Bound), count => Assert.Equal("300000", count));
        Assert.All(await Task.WhenAll(downloads).WaitAsync(Bound), download => Assert.Equal(10_000_000, download.Length));
    }

    [Fact]
    public async Task Http2_ClientResetsTheStream_RequestIsAborted()
    {
        using var client = new HttpClient { BaseAddress = new Uri(Addresses()[1]), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        var response = await client.GetAsync("/wait", HttpCompletionOption.ResponseHeadersRead).WaitAsync(Bound);

        response.Dispose();

        await _aborted.Task.WaitAsync(Bound);
    }

    private string[] Addresses() => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
}
