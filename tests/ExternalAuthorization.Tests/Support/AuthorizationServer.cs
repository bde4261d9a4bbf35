using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using ExternalAuthorization.Protocol;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ExternalAuthorization.Tests.Support;

/// <summary>A real gRPC server that speaks the protocol: h2c, or TLS with a certificate. What it answers is the test's.</summary>
internal sealed class AuthorizationServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<CheckRequest> _questions = new();
    private readonly Func<CheckRequest, ServerCallContext, Task<CheckResponse>> _answer;
    private readonly WebApplication _app;
    private int _connections;

    private AuthorizationServer(Func<CheckRequest, ServerCallContext, Task<CheckResponse>> answer, int port, X509Certificate2? certificate, bool wantsClient)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(this);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => connection =>
            {
                Interlocked.Increment(ref _connections);
                return next(connection);
            });
            if (certificate is not null)
                listen.UseHttps(certificate, tls =>
                {
                    tls.ClientCertificateMode = wantsClient ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
                    tls.AllowAnyClientCertificate();
                });
        }));
        _app = builder.Build();
        _app.MapGrpcService<Service>();
    }

    /// <summary>Every question so far.</summary>
    public IReadOnlyCollection<CheckRequest> Questions => _questions;

    /// <summary>The last question.</summary>
    public CheckRequest Question => _questions.Last();

    /// <summary>TCP connections so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public int Port { get; private set; }

    public static Task<AuthorizationServer> StartAsync(Func<CheckRequest, CheckResponse> answer, int port = 0) =>
        StartAsync((question, _) => Task.FromResult(answer(question)), port);

    public static async Task<AuthorizationServer> StartAsync(
        Func<CheckRequest, ServerCallContext, Task<CheckResponse>> answer, int port = 0, X509Certificate2? certificate = null, bool wantsClient = false)
    {
        var server = new AuthorizationServer(answer, port, certificate, wantsClient);
        await server._app.StartAsync();
        var address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Port = new Uri(address).Port;
        return server;
    }

    public static CheckResponse Allow() => new() { Status = new CheckStatus() };

    public static CheckResponse Allow(AllowedCall call) => new() { Status = new CheckStatus(), OkResponse = call };

    public static CheckResponse Deny(DeniedAnswer? answer = null)
    {
        var response = new CheckResponse { Status = new CheckStatus { Code = 7 } };
        if (answer is not null)
            response.DeniedResponse = answer;
        return response;
    }

    public static HeaderChange Header(string name, string value) => new() { Header = new HeaderField { Key = name, Value = value } };

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task<CheckResponse> AnswerAsync(CheckRequest question, ServerCallContext call)
    {
        _questions.Enqueue(question);
        return _answer(question, call);
    }

    private sealed class Service(AuthorizationServer server) : Protocol.Authorization.AuthorizationBase
    {
        public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context) => server.AnswerAsync(request, context);
    }
}
