using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CredentialInjection.Tests.OAuth;

/// <summary>A real token endpoint, on a free port of 127.0.0.1: checks the client as RFC 6749 says and grants tokens, or does what the test says.</summary>
internal sealed class TokenServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<TokenCall> _calls = new();
    private int _granted;

    private TokenServer(WebApplication app) => _app = app;

    /// <summary>Where to ask for tokens.</summary>
    public Uri Endpoint => new(new Uri(_app.Urls.First()), "/oauth/token");

    /// <summary>Every call so far.</summary>
    public IReadOnlyCollection<TokenCall> Calls => _calls;

    /// <summary>Seconds that tokens are good; null leaves <c>expires_in</c> out.</summary>
    public double? Lifetime { get; set; } = 3600;

    /// <summary>Answers in place of the server.</summary>
    public Func<HttpContext, Task>? Respond { get; set; }

    public static async Task<TokenServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        var server = new TokenServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        _calls.Enqueue(new TokenCall(context.Request.Headers.Authorization.ToString(), form.ToDictionary(field => field.Key, field => field.Value.ToString())));
        if (Respond is { } respond)
        {
            await respond(context);
            return;
        }
        var token = $"token-{Interlocked.Increment(ref _granted)}";
        var expiry = Lifetime is { } seconds ? $",\"expires_in\":{seconds}" : "";
        await SendAsync(context, 200, $$"""{"access_token":"{{token}}","token_type":"Bearer"{{expiry}}}""");
    }

    /// <summary>Sends JSON.</summary>
    public static Task SendAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(json)).AsTask();
    }
}
