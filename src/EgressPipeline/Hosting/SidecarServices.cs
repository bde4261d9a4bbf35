using EgressPipeline.Filters;
using EgressPipeline.Interception;
using EgressPipeline.Interception.Callers;
using EgressPipeline.Interception.Verifying;
using EgressPipeline.Listening;
using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Telemetry;
using EgressPipeline.Upstream;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Hosting;

/// <summary>
/// What the stages of one sidecar share, made once per sidecar and handed to the connection handlers.
/// Everything in it is safe for concurrent use.
/// </summary>
internal sealed record SidecarServices
{
    public required SidecarOptions Options { get; init; }

    /// <summary>The plan and live clusters that a new call takes.</summary>
    public required SnapshotSource Snapshots { get; init; }

    /// <summary>Who calls when the connection itself does not say.</summary>
    public required CallerIdentity Caller { get; init; }

    public required EgressMetrics Metrics { get; init; }

    public required AccessLog AccessLog { get; init; }

    /// <summary>The last refused calls; filled by <see cref="AccessLog"/>.</summary>
    public DenialLog Denials { get; init; } = new();

    public required Tracing Tracing { get; init; }

    /// <summary>The only way to a socket towards the outside.</summary>
    public required UpstreamConnector Connector { get; init; }

    /// <summary>The one timer behind every deadline.</summary>
    public required Heartbeat Heartbeat { get; init; }

    /// <summary>Knows this process's own listeners, which are never dialled.</summary>
    public required LoopGuard LoopGuard { get; init; }

    /// <summary>When to close connections for the sake of a stop.</summary>
    public required SidecarLifetime Lifetime { get; init; }

    /// <summary>Whether the kernel sends this process's own connections back to it.</summary>
    public OwnTraffic OwnTraffic { get; } = new();

    /// <summary>Finds the processes behind connections.</summary>
    public CallerProcesses Callers { get; } = new();

    public required TimeProvider Time { get; init; }

    /// <summary>What filters are made of and called with.</summary>
    public required FilterServices Filters { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }
}
