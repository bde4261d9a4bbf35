using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Filters;

/// <summary>A service behind verified TLS, and a sidecar that has its credential.</summary>
internal sealed class CredentialScene : IAsyncDisposable
{
    public const string Host = FilterScene.Host;
    public const string Secret = "s3cret-4b1d-7c9e";
    private readonly TestAuthority _authority = new();

    private CredentialScene(TempFolder folder)
    {
        Folder = folder;
        Service = TlsServer.Start(_authority, Host);
    }

    public TempFolder Folder { get; }
    public SimpleHttpServer Service { get; }
    public Scene Scene { get; private set; } = null!;

    /// <summary>Everything that the sidecar said so far, about a secret or not.</summary>
    public string Said => Scene.Egress.Output;

    /// <summary>Starts the sidecar.</summary>
    /// <param name="config">What stands in <c>config</c>; <c>{folder}</c> is the folder of the secret files, <c>secret</c> one of them.</param>
    /// <param name="more">Further policies, likewise.</param>
    /// <param name="plugins">Further plugins.</param>
    public static async Task<CredentialScene> StartAsync(string config, Func<CredentialScene, string>? more = null, params string[] plugins)
    {
        var scene = new CredentialScene(new TempFolder());
        scene.Folder.Write("secret", Secret + "\n");
        scene.Scene = await Scene.StartAsync(scene.Folder, scene.Policies(config) + more?.Invoke(scene), "--plugins", PluginFolder.Fill(scene.Folder, ["CredentialInjection", .. plugins]));
        return scene;
    }

    /// <summary>The service with its TLS, and the binding.</summary>
    public string Policies(string config) => PolicyText.Join(
        PolicyText.Service(Host, 80, "HTTP", Service.EndPoint),
        PolicyText.Destination(Host, $"trafficPolicy:\n  tls: {{ {Tls} }}")) + Binding(config);

    /// <summary>TLS settings that reach servers of this scene.</summary>
    public string Tls => $"mode: SIMPLE, caCertificates: {_authority.WriteCertificate(Folder)}";

    /// <summary>One more server that the sidecar trusts.</summary>
    public SimpleHttpServer StartServer(string name) => TlsServer.Start(_authority, name);

    public string Binding(string config) =>
        FilterScene.Binding("credential-injection", $"hosts: [{Host}]\nconfig: {{ lookEvery: 100ms, {config.Replace("{folder}", Folder.Path, StringComparison.Ordinal)} }}");

    /// <summary>One GET of the application.</summary>
    public Task<RawMessage> GetAsync(string path = "/", string fields = "") => Scene.GetAsync($"http://{Host}{path}", fields);

    /// <summary>Everything that an operator or the application can look at.</summary>
    public async Task<string> EverythingAsync() => Said + await Scene.Egress.GetMetricsAsync() + await Scene.Egress.GetAdminAsync("/config")
        + await Scene.Egress.GetAdminAsync("/clusters") + await Scene.Egress.GetAdminAsync("/decisions") + await Scene.Egress.GetAdminAsync("/stats");

    public async ValueTask DisposeAsync()
    {
        if (Scene is not null)
            await Scene.DisposeAsync();
        await Service.DisposeAsync();
        _authority.Dispose();
    }
}
