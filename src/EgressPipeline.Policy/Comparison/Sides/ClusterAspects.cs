using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>How a cluster is reached, aspect by aspect, in words.</summary>
internal static class ClusterAspects
{
    public static IEnumerable<KeyValuePair<string, string>> Of(ClusterPlan cluster)
    {
        yield return new("endpoints", Endpoints(cluster));
        yield return new("protocol", cluster.Protocol.ToString().ToUpperInvariant());
        yield return new("TLS", Tls(cluster.Tls));
        yield return new("load balancing", OutcomeText.LoadBalancing(cluster));
        yield return new("PROXY protocol", cluster.ProxyProtocol.ToString());
        yield return new("tunnel", cluster.Tunnel is { } tunnel ? tunnel.Host + ":" + tunnel.Port + (tunnel.AuthorizationFile.Length == 0 ? "" : ", credentials in " + tunnel.AuthorizationFile) : "none");
        yield return new("latency decay", AspectText.Span(cluster.LatencyDecay, "none"));
        yield return new("warm-up", cluster.Warmup is { } warmup ? AspectText.Span(warmup.Duration, "0 s") + " from " + warmup.MinimumPercent + " %, aggression " + warmup.Aggression : "none");
        yield return new("guarded addresses it may dial", cluster.AllowedRanges.Count == 0 ? "none" : Sorted(Array.ConvertAll(cluster.AllowedRanges.Ranges.ToArray(), r => r.ToString())));
        yield return new("outside the mesh", cluster.External ? "yes" : "no");
        yield return new("outlier detection", cluster.Outlier is { } outlier ? Outlier(outlier) : "off");
        foreach (var aspect in Pool(cluster.Pool))
            yield return aspect;
    }

    private static string Endpoints(ClusterPlan cluster)
    {
        var endpoints = Array.ConvertAll(cluster.Endpoints, e =>
            (e.Address.Length == 0 ? "the called host" : e.Address) + ":" + e.Port + (e.Weight == 1 ? "" : " weight " + e.Weight) + (e.Locality.Length == 0 ? "" : " in " + e.Locality)
            + (e.Priority == 0 ? "" : " priority " + e.Priority) + (e.LocalityShare == 0 ? "" : " share " + e.LocalityShare));
        return OutcomeText.Resolution(cluster.Resolution) + " " + (endpoints.Length == 0 ? "none" : Sorted(endpoints));
    }

    private static string Tls(TlsPlan tls)
    {
        if (tls.Mode == TlsMode.Disable)
            return "none";
        var text = OutcomeText.Tls(tls.Mode) + ", server name " + (tls.Sni.Length == 0 ? "of the called host" : tls.Sni);
        if (tls.SubjectAltNames.Length > 0)
            text += ", certificate for " + Sorted(tls.SubjectAltNames);
        foreach (var (name, value) in new[] { ("roots", tls.CaCertificates), ("client certificate", tls.ClientCertificate), ("key", tls.PrivateKey), ("revocation list", tls.CaCrl) })
            if (value.Length > 0)
                text += ", " + name + " " + value;
        return text + (tls.InsecureSkipVerify ? ", NOT verified" : "");
    }

    private static IEnumerable<KeyValuePair<string, string>> Pool(ConnectionPoolPlan pool)
    {
        yield return new("max connections", Count(pool.MaxConnections));
        yield return new("connect timeout", AspectText.Span(pool.ConnectTimeout, "the default"));
        yield return new("max connection duration", AspectText.Span(pool.MaxConnectionDuration, "none"));
        yield return new("idle timeout", AspectText.Span(pool.IdleTimeout, "the default"));
        yield return new("TCP keepalive", pool.Keepalive is { } k ? k.Probes + " probes after " + AspectText.Span(k.Time, "the default") + " every " + AspectText.Span(k.Interval, "the default") : "off");
        yield return new("max pending requests", Count(pool.MaxPendingRequests));
        yield return new("max requests", Count(pool.MaxRequests));
        yield return new("max requests per connection", Count(pool.MaxRequestsPerConnection));
        yield return new("max retries", Count(pool.MaxRetries));
        yield return new("retry budget", pool.RetryBudget is { } b ? b.Percent + " %, at least " + b.MinConcurrency + ", over " + AspectText.Span(b.Interval, "those outstanding") : "the default");
    }

    private static string Outlier(OutlierPlan outlier) =>
        "5xx " + outlier.Consecutive5xx + ", gateway " + outlier.ConsecutiveGateway + ", local " + (outlier.SplitLocalOrigin ? outlier.ConsecutiveLocalOrigin.ToString() : "not apart")
        + ", every " + AspectText.Span(outlier.Interval, "0 s") + ", out for " + AspectText.Span(outlier.BaseEjectionTime, "0 s")
        + ", at most " + outlier.MaxEjectionPercent + " %, panic below " + outlier.MinHealthPercent + " %"
        + (outlier.ErrorCodes.Length == 0 ? "" : ", errors are " + string.Join(" ", outlier.ErrorCodes))
        + (outlier.SuccessRate is { } rate ? ", success rate of " + rate.MinimumHosts + " with " + rate.RequestVolume + " requests, " + rate.StdevFactor + " thousandths of a deviation" : "");

    private static string Count(int value) => value == 0 ? "unlimited" : value.ToString();

    private static string Sorted(string[] texts)
    {
        var sorted = (string[])texts.Clone();
        Array.Sort(sorted, StringComparer.Ordinal);
        return string.Join(", ", sorted);
    }
}
