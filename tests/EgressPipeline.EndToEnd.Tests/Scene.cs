using System.Net;
using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests;

/// <summary>One real sidecar with its policies, for one test.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private const string PolicyFile = "policies/policy.yaml";

    private Scene(TempFolder folder, EgressProcess egress)
    {
        Folder = folder;
        Egress = egress;
    }

    public TempFolder Folder { get; }
    public EgressProcess Egress { get; }
    public IPEndPoint Proxy => Egress.Proxy;
    public IPEndPoint Outbound => Egress.Outbound;

    /// <summary>Starts a sidecar on policy documents.</summary>
    /// <param name="policy">YAML, see <see cref="PolicyText"/>.</param>
    /// <param name="arguments">Further flags of <c>egress run</c>.</param>
    public static Task<Scene> StartAsync(string policy, params string[] arguments) => StartAsync(new TempFolder(), policy, arguments);

    /// <summary>The same in a folder that already holds certificates.</summary>
    public static Task<Scene> StartAsync(TempFolder folder, string policy, params string[] arguments) =>
        StartAsync(folder, policy, policies => EgressProcess.StartAsync(policies, arguments));

    /// <summary>The same inside a network namespace, under a group id of its own.</summary>
    public static Task<Scene> StartInAsync(NetNamespace pod, int group, string policy) =>
        StartAsync(new TempFolder(), policy, policies => EgressProcess.StartInAsync(pod, group, policies));

    /// <summary>A sidecar that knows one plain HTTP service on port 80.</summary>
    public static Task<Scene> StartHttpAsync(string host, IPEndPoint endpoint, params string[] arguments) =>
        StartAsync(PolicyText.Service(host, 80, "HTTP", endpoint), arguments);

    /// <summary>Replaces the policies; the sidecar notices by itself.</summary>
    public void Rewrite(string policy) => Folder.Write(PolicyFile, policy);

    /// <summary>GET through the explicit proxy.</summary>
    public Task<RawMessage> GetAsync(string url, string fields = "") => RawClient.GetThroughAsync(Proxy, url, fields);

    /// <summary>Any request through the explicit proxy, on a connection of its own.</summary>
    public Task<RawMessage> SendAsync(string request) => RawClient.RequestAsync(Proxy, request);

    public Task<RawConnection> ConnectProxyAsync() => RawClient.ConnectAsync(Proxy);
    public Task<RawConnection> ConnectOutboundAsync() => RawClient.ConnectAsync(Outbound);

    /// <summary>The value of a metric's series whose line begins with the name and holds all the label texts; 0 when absent.</summary>
    public async Task<double> MetricAsync(string name, params string[] labels)
    {
        var text = (await Egress.GetMetricsAsync()).Text;
        return text.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..]));
    }

    /// <summary>Waits for the access record that holds the text.</summary>
    public async Task<string> RecordAsync(string text)
    {
        await Deadline.UntilAsync(() => Egress.Records.Any(record => record.Contains(text, StringComparison.Ordinal)), "an access record with " + text);
        return Egress.Records.First(record => record.Contains(text, StringComparison.Ordinal));
    }

    private static async Task<Scene> StartAsync(TempFolder folder, string policy, Func<string, Task<EgressProcess>> start)
    {
        folder.Write(PolicyFile, policy);
        try
        {
            return new Scene(folder, await start(folder.File("policies")));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Egress.DisposeAsync();
        Folder.Dispose();
    }
}
