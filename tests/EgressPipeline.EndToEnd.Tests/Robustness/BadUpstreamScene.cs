using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Robustness;

/// <summary>
/// One sidecar with a service for each case. Every service has the endpoint that misbehaves, which gets practically all calls by its
/// weight, and a good one, so that a single failure can eject the first.
/// </summary>
public sealed class BadUpstreamScene : IAsyncLifetime
{
    private readonly Dictionary<string, (RawServer Server, TaskCompletionSource Seen)> _bad = [];
    private SimpleHttpServer _good = null!;

    internal Scene Scene { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _good = SimpleHttpServer.Start("good");
        var policies = new List<string>();
        foreach (var upstream in BadUpstreams.All)
        {
            Add(upstream.Name, upstream, policies, "attempts: 0");
            Add(upstream.Name + "-again", upstream, policies, "attempts: 2, retryOn: \"reset,5xx\"");
        }
        Scene = await Scene.StartAsync(PolicyText.Join([.. policies]));
    }

    public async ValueTask DisposeAsync()
    {
        await Scene.DisposeAsync();
        foreach (var (server, _) in _bad.Values)
            await server.DisposeAsync();
        await _good.DisposeAsync();
    }

    /// <summary>The caller of the case has seen the first bytes of its answer.</summary>
    internal void Seen(string name) => _bad[name].Seen.TrySetResult();

    internal int Connections(string name) => _bad[name].Server.Connections;

    private void Add(string name, BadUpstream upstream, List<string> policies, string retries)
    {
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var server = RawServer.Start(connection => upstream.Script(connection, seen.Task));
        _bad.Add(name, (server, seen));
        var host = name + ".example.com";
        policies.Add(PolicyText.Service(host, 80, "HTTP", server.EndPoint, _good.EndPoint).Replace($"http-80: {server.Port} }}", $"http-80: {server.Port} }}, weight: 1000000000", StringComparison.Ordinal));
        policies.Add(PolicyText.Routes(host, $"- route: [{{ destination: {{ host: {host} }} }}]\n  timeout: 1s\n  retries: {{ {retries} }}"));
        policies.Add(PolicyText.Destination(host, "trafficPolicy:\n  outlierDetection: { consecutive5xxErrors: 1, interval: 300s, baseEjectionTime: 300s }"));
    }
}
