using EgressPipeline.Telemetry.Metrics;
using Microsoft.Extensions.Logging;

namespace EgressPipeline.Authentication;

/// <summary>What verifying tokens shares in one sidecar. Safe for concurrent use.</summary>
internal sealed class AuthenticationServices(TimeProvider time, ILogger logger, MetricRegistry metrics, CancellationToken stopping)
{
    public TimeProvider Time => time;

    public ILogger Logger => logger;

    /// <summary>Ends calls for keys.</summary>
    public CancellationToken Stopping => stopping;

    public EnumCounters<TokenProblem> Tokens { get; } = metrics.AddCounters<TokenProblem>("egress_tokens_total", "problem", "Tokens of requests that were judged, by why they were not taken (none: they were).");

    public EnumCounters<KeyFetchResult> Fetches { get; } = metrics.AddCounters<KeyFetchResult>("egress_jwks_fetches_total", "result", "Calls for the keys of issuers.");

    /// <summary>Now as tokens have it: whole seconds since 1970.</summary>
    public long UnixSeconds => time.GetUtcNow().ToUnixTimeSeconds();
}
