using System.Net;
using ExternalAuthorization.Protocol;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Quickstart;

/// <summary>
/// Where a company keeps its own rules: a gRPC server that speaks Envoy's external authorization protocol, as Open Policy Agent
/// does. Everybody may see their own orders, nobody those of all.
/// </summary>
internal sealed class Authorizer : ExternalAuthorization.Protocol.Authorization.AuthorizationBase
{
    public static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        var server = builder.Build();
        server.MapGrpcService<Authorizer>();
        await server.StartAsync();
        return server;
    }

    public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context) =>
        Task.FromResult(request.Attributes.Request.Http.Path == "/orders/mine" ? AllowAs("alice") : Deny("only your own orders\n"));

    private static CheckResponse AllowAs(string customer)
    {
        var call = new AllowedCall();
        call.Headers.Add(new HeaderChange { Header = new HeaderField { Key = "x-customer", Value = customer } });
        return new CheckResponse { Status = new CheckStatus(), OkResponse = call };
    }

    private static CheckResponse Deny(string why) =>
        new() { Status = new CheckStatus { Code = (int)StatusCode.PermissionDenied }, DeniedResponse = new DeniedAnswer { Body = why } };
}
