using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Quickstart;

/// <summary>The world outside the mesh, on free ports of loopback: an API on two endpoints, one over TLS that wants a key, a flaky one, an echo, orders, and an authorizer.</summary>
internal sealed class OutsideWorld : IAsyncDisposable
{
    private readonly List<WebApplication> _servers = [];
    private int _flakyCalls;

    /// <summary>Ports by the placeholders of the policy files.</summary>
    public Dictionary<string, int> Ports { get; } = [];

    /// <summary>The certificate authority of the HTTPS API, PEM; made anew at every start.</summary>
    public string AuthorityPem { get; private set; } = "";

    /// <summary>What the HTTPS API wants to see; made anew at every start.</summary>
    public string ApiKey { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static async Task<OutsideWorld> StartAsync()
    {
        var world = new OutsideWorld();
        var (authority, certificate) = Certificates("secure.example.com");
        world.AuthorityPem = authority.ExportCertificatePem();
        await world.AddAsync("API_A", context => context.Response.WriteAsync("hello from endpoint A\n"));
        await world.AddAsync("API_B", context => context.Response.WriteAsync("hello from endpoint B\n"));
        await world.AddAsync("SECURE", world.WelcomeAsync, certificate);
        await world.AddAsync("ECHO", context => context.Request.Body.CopyToAsync(context.Response.Body));
        await world.AddAsync("FLAKY", world.FlakyAsync);
        await world.AddAsync("ORDERS", context => context.Response.WriteAsync($"orders of {context.Request.Headers["X-Customer"]}\n"));
        world.Add("AUTHORIZER", await Authorizer.StartAsync());
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

    private Task WelcomeAsync(HttpContext context) =>
        context.Response.WriteAsync(context.Request.Headers["X-Api-Key"] == ApiKey ? "hello over TLS, your key is good\n" : "hello over TLS, stranger\n");

    private Task FlakyAsync(HttpContext context)
    {
        if (Interlocked.Increment(ref _flakyCalls) % 2 != 0)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync("not now\n");
        }
        return context.Response.WriteAsync("hello at the second try\n");
    }

    private async Task AddAsync(string name, RequestDelegate handler, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        var server = builder.Build();
        server.Run(handler);
        await server.StartAsync();
        Add(name, server);
    }

    private void Add(string name, WebApplication server)
    {
        _servers.Add(server);
        Ports[name] = new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
    }

    private static (X509Certificate2 Authority, X509Certificate2 Server) Certificates(string host)
    {
        var from = TimeProvider.System.GetUtcNow().AddMinutes(-5);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=Quickstart CA", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        var authority = authorityRequest.CreateSelfSigned(from, from.AddDays(1));
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + host, serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, from, from.AddDays(1), RandomNumberGenerator.GetBytes(8));
        return (authority, X509CertificateLoader.LoadPkcs12(signed.CopyWithPrivateKey(serverKey).Export(X509ContentType.Pkcs12), null));
    }
}
