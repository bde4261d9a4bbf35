using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Governance;

/// <summary>One sidecar with a route of every kind, shared by the tests of a class.</summary>
public sealed class ExplainedScene : IAsyncLifetime
{
    private const string Host = "api.example.com";
    private const string To = "route: [{ destination: { host: api.example.com } }]";

    public SimpleHttpServer Upstream { get; } = SimpleHttpServer.Start();
    internal Scene Scene { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Scene = await Scene.StartAsync(PolicyText.Join(
        PolicyText.Service(Host, 80, "HTTP", Upstream.EndPoint),
        PolicyText.Service("plain.example.com", 80, "HTTP", Upstream.EndPoint),
        PolicyText.Routes(Host, $$"""
            - { match: [{ uri: { prefix: /old/ } }], redirect: { uri: /new, redirectCode: 307 } }
            - { match: [{ uri: { prefix: /moved } }], redirect: { authority: other.example.com, scheme: https } }
            - { match: [{ uri: { exact: /down } }], directResponse: { status: 418, body: { string: teapot } } }
            - { match: [{ uri: { prefix: /v1/ } }], rewrite: { uri: /api/v1/ }, {{To}} }
            - { match: [{ uri: { exact: /exact } }], rewrite: { uri: /other }, {{To}} }
            - { match: [{ uri: { regex: '/r.*x' } }], rewrite: { uri: /regex }, {{To}} }
            - { match: [{ uri: { prefix: /as } }], rewrite: { authority: inner.example.com }, {{To}} }
            - { match: [{ uri: { prefix: /set } }], headers: { request: { set: { host: set.example.com } } }, {{To}} }
            - { match: [{ uri: { prefix: /one } }], route: [{ destination: { host: api.example.com }, headers: { request: { set: { host: one.example.com } } } }] }
            - { match: [{ uri: { prefix: /plain } }], {{To}} }
            """),
        PolicyText.Authorization("no-deletes", "DENY", "- to:\n  - operation: { methods: [DELETE], ports: ['80'] }")));

    public async ValueTask DisposeAsync()
    {
        await Scene.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
