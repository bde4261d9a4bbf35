using System.Globalization;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Explaining;

/// <summary>The settings of an outcome in words: one spelling for traces, reports and failed expectations.</summary>
public static class OutcomeText
{
    /// <summary>What happens to the request: rewrites, bounds and retries, or the sidecar's own answer.</summary>
    public static IEnumerable<string> Request(DecisionOutcome outcome)
    {
        if (outcome.DirectResponse is { } answer)
            yield return "answers " + answer.Status + " itself";
        if (outcome.Redirect is { } redirect)
            yield return "redirects with " + redirect.Code + " to " + redirect.Location;
        if (outcome.Retry is not { } retry)
            yield break;
        foreach (var fault in FaultText.Of(outcome.Fault))
            yield return fault;
        foreach (var mirror in outcome.Mirrors)
            yield return "copy of " + FaultText.Percent(mirror.PerMillion) + " of the calls to " + mirror.Cluster.Name;
        if (outcome.Cors is { } cors)
            yield return "other origins: " + CorsText.Of(cors);
        yield return "sent as " + outcome.Path + " to host " + outcome.Authority;
        yield return "timeout " + Duration(outcome.Timeout) + "; retries " + Retries(retry) + (outcome.IsDefaultRetry ? " (default)" : "");
    }

    /// <summary>How a cluster is reached.</summary>
    public static IEnumerable<string> Cluster(DecisionOutcome outcome, ClusterPlan cluster)
    {
        var endpoints = string.Join(", ", outcome.EndpointsOf(cluster));
        yield return Resolution(cluster.Resolution) + ": " + (endpoints.Length == 0 ? "no endpoint" : endpoints) + "; " + LoadBalancing(cluster);
        if (cluster.Tunnel is { } tunnel)
            yield return "these are proxies: asked by CONNECT for the way to " + tunnel.Host + ":" + tunnel.Port;
        if (cluster.Tls.Mode == TlsMode.Disable)
            yield break;
        yield return "TLS " + Tls(cluster.Tls.Mode) + ", server name " + ServerName(outcome, cluster) + (cluster.Tls.InsecureSkipVerify ? ", NOT verified" : "");
    }

    /// <summary><c>2 on gateway-error,reset, each within 1s</c>, or <c>off</c>.</summary>
    public static string Retries(RetryPlan retry)
    {
        if (retry.Attempts == 0)
            return "off";
        var text = retry.Attempts.ToString(CultureInfo.InvariantCulture) + " on " + string.Join(",", Conditions(retry));
        return (retry.PerTryTimeout > TimeSpan.Zero ? text + ", each try within " + Duration(retry.PerTryTimeout) : text) + RetryHosts(retry);
    }

    /// <summary>Where repetitions go when that is not the usual: <c>, hosts may repeat</c>; empty otherwise.</summary>
    internal static string RetryHosts(RetryPlan retry) =>
        (retry.AvoidsTriedHosts ? "" : ", hosts may repeat") + (retry.LeavesTriedPriorities ? ", other localities after two tries" : "");

    /// <summary>The conditions by Envoy's words, and the status codes.</summary>
    public static IReadOnlyList<string> Conditions(RetryPlan retry) => RetryConditionNames.Of(retry.Conditions, retry.StatusCodes);

    /// <summary>How calls from other origins are answered.</summary>
    public static string Cors(CorsPlan cors) => CorsText.Of(cors);

    /// <summary><c>1.5s</c>, <c>250ms</c>, or <c>none</c> for zero.</summary>
    public static string Duration(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "none";
        return duration < TimeSpan.FromSeconds(1)
            ? duration.TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture) + "ms"
            : duration.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s";
    }

    /// <summary>As DestinationRules write it: <c>SIMPLE</c>.</summary>
    public static string Tls(TlsMode mode) => mode == TlsMode.IstioMutual ? "ISTIO_MUTUAL" : mode.ToString().ToUpperInvariant();

    /// <summary>The server name that TLS with the cluster asks for.</summary>
    public static string ServerName(DecisionOutcome outcome, ClusterPlan cluster) => cluster.Tls.Sni.Length > 0 ? cluster.Tls.Sni : cluster.Tunnel?.Host ?? outcome.CalledHost;

    /// <summary>As ServiceEntries write it: <c>DNS_ROUND_ROBIN</c>.</summary>
    public static string Resolution(Resolution resolution) => resolution switch
    {
        Plan.Resolution.DnsRoundRobin => "DNS_ROUND_ROBIN",
        Plan.Resolution.DynamicDns => "DYNAMIC_DNS",
        _ => resolution.ToString().ToUpperInvariant(),
    };

    /// <summary>How an endpoint is chosen: <c>LEAST_REQUEST</c>, <c>RING_HASH by header x-user, table of 1024</c>.</summary>
    public static string LoadBalancing(ClusterPlan cluster) =>
        cluster.Hash is { } hash ? LoadBalancing(cluster.LoadBalancing) + " by " + hash : LoadBalancing(cluster.LoadBalancing);

    private static string LoadBalancing(LoadBalancing policy) => policy switch
    {
        Plan.LoadBalancing.RingHash => "RING_HASH",
        Plan.LoadBalancing.LeastRequest => "LEAST_REQUEST",
        Plan.LoadBalancing.RoundRobin => "ROUND_ROBIN",
        Plan.LoadBalancing.PeakEwma => "PEAK_EWMA",
        _ => policy.ToString().ToUpperInvariant(),
    };
}
