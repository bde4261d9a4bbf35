using System.Net;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Proxy;

/// <summary>One sidecar and one HTTP service, api.example.com, shared by the tests of a class.</summary>
public sealed class PlainScene : IAsyncLifetime
{
    public const string Host = "api.example.com";

    private Scene _scene = null!;

    public SimpleHttpServer Upstream { get; } = SimpleHttpServer.Start(Host);
    public IPEndPoint Proxy => _scene.Proxy;
    public IPEndPoint Outbound => _scene.Outbound;
    internal Scene Scene => _scene;

    public async ValueTask InitializeAsync() => _scene = await Scene.StartHttpAsync(Host, Upstream.EndPoint);

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
