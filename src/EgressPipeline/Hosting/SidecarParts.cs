using EgressPipeline.Dns;
using EgressPipeline.Listening;
using EgressPipeline.Policies;
using EgressPipeline.Telemetry;
using EgressPipeline.Upstream;

namespace EgressPipeline.Hosting;

/// <summary>What one sidecar owns besides its server, and the order in which it is given up.</summary>
internal sealed class SidecarParts : IAsyncDisposable
{
    public required SidecarOptions Options { get; init; }

    public required SidecarOutputs Outputs { get; init; }

    public required SidecarServices Services { get; init; }

    /// <summary>Counts and bounds the application's connections over both data listeners.</summary>
    public required ConnectionLimit Connections { get; init; }

    public required UpstreamServices Upstream { get; init; }

    /// <summary>Sends metrics and spans out; null without an endpoint.</summary>
    public OtlpExport? Export { get; init; }

    public required PolicyReloader Reloader { get; init; }

    /// <summary>The rules in the kernel that this process has put there; null when there are none.</summary>
    public RunningInterception? Interception { get; set; }

    /// <summary>The UDP side of the DNS proxy; null without one.</summary>
    public DnsProxy? Dns { get; set; }

    /// <summary>Set once serving has begun.</summary>
    public PolicyWatcher? Watcher { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (Interception is not null)
            await Interception.DisposeAsync();
        Dns?.Dispose();
        if (Watcher is not null)
            await Watcher.DisposeAsync();
        await Reloader.DisposeAsync();
        Upstream.Dispose();
        Services.Heartbeat.Dispose();
        Services.Callers.Dispose();
        Services.Filters.Watchdog.Dispose();
        if (Services.AccessLog.IsEnabled)
            Services.AccessLog.Dispose();
        Export?.Dispose();
        Services.Metrics.Dispose();
        Services.Lifetime.Dispose();
        Services.LoggerFactory.Dispose();
    }
}
