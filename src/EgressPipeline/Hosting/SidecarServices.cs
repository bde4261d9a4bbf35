using EgressPipeline.Pipeline;
using EgressPipeline.Policy.Matching;
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

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory LoggerFactory { get; init; }
}
