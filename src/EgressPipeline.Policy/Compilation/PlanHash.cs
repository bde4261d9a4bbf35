using System.Globalization;
using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Limits;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Text;
using EgressPipeline.Policy.Tokens;

namespace EgressPipeline.Policy.Compilation;

/// <summary>
/// Hashes what a plan decides and does, in a fixed order and without places, so that equal policies hash alike whatever
/// their files are called and how they are arranged.
/// </summary>
internal static class PlanHash
{
    /// <param name="hosts">All.</param>
    /// <param name="virtualAddresses">All.</param>
    /// <param name="clusters">All.</param>
    /// <param name="authorization">What is enforced.</param>
    /// <param name="filters">All bindings.</param>
    /// <param name="tokens">Whose tokens are taken.</param>
    /// <param name="limits">All.</param>
    /// <param name="unregistered">As a Sidecar resource declares it; null leaves it to a setting, which is no policy.</param>
    public static string Compute(HostPlan[] hosts, VirtualAddressTable virtualAddresses, ClusterPlan[] clusters, AuthorizationPlan authorization, FilterBindingPlan[] filters, JwtRulePlan[] tokens, LimitPlan[] limits, UnregisteredMode? unregistered)
    {
        using var lines = new HashedLines();
        lines.Add("unregistered", unregistered);
        foreach (var host in hosts)
            Host(lines, host);
        foreach (var address in virtualAddresses.All)
            lines.Add("virtual", hosts[address.HostIndex].Pattern, address.Number);
        foreach (var cluster in clusters)
            Cluster(lines, cluster);
        Authorization(lines, authorization);
        foreach (var binding in filters)
            FilterBinding(lines, binding);
        foreach (var rule in tokens)
            Tokens(lines, rule);
        foreach (var limit in limits)
            Limit(lines, limit);
        return lines.Finish();
    }

    private static void Tokens(HashedLines lines, JwtRulePlan rule)
    {
        lines.Add("token", rule.Rule.Id, rule.Issuer, Join(rule.Audiences), rule.Jwks, rule.JwksUri, rule.Timeout, rule.ForwardsToken);
        lines.Add("token-from", Join(rule.FromHeaders), Join(rule.FromParams), Join(rule.FromCookies), Join(rule.SpaceDelimitedClaims));
        lines.Add("token-to", rule.PayloadHeader, Join(rule.ClaimHeaders));
    }

    private static void Authorization(HashedLines lines, AuthorizationPlan authorization)
    {
        Rules(lines, "deny", authorization.Deny);
        Rules(lines, "allow", authorization.Allow);
        Rules(lines, "audit", authorization.Audit);
        foreach (var policy in authorization.AllowPolicies)
            lines.Add("allow-policy", policy.Id);
        if (authorization.DryRun is not { } trial)
            return;
        lines.Add("dry-run");
        Authorization(lines, trial);
    }

    private static void Host(HashedLines lines, HostPlan host)
    {
        lines.Add("host", host.Pattern, host.Service?.Id, host.VirtualService?.Id);
        foreach (var port in host.Ports)
            lines.Add("port", port.Number, port.Name, port.Protocol, port.Cluster.Name, port.Addresses);
        foreach (var route in host.HttpRoutes ?? [])
            HttpRoute(lines, route);
        foreach (var route in host.TlsRoutes ?? [])
        {
            lines.Add("tls", route.Rule.Id);
            foreach (var match in route.Matches)
                lines.Add("match", Join(match.SniHosts), match.DestinationSubnets, match.Port);
            Destinations(lines, route.Destinations);
        }
        foreach (var route in host.TcpRoutes ?? [])
        {
            lines.Add("tcp", route.Rule.Id);
            foreach (var match in route.Matches)
                lines.Add("match", match.DestinationSubnets, match.Port);
            Destinations(lines, route.Destinations);
        }
    }

    private static void HttpRoute(HashedLines lines, HttpRoutePlan route)
    {
        lines.Add("http", route.Rule.Id, route.Name, route.Redirect, route.Rewrite, route.Timeout);
        if (route.DirectResponse is { } answer)
            lines.Add("answer", answer.Status, Convert.ToBase64String(answer.Body));
        if (route.Retry is { } retry)
            lines.Add("retry", retry.Attempts, (int)retry.Conditions, string.Join(",", retry.StatusCodes), retry.PerTryTimeout, retry.BackoffBase, retry.Explicit, retry.AvoidsTriedHosts, retry.LeavesTriedPriorities);
        if (route.Fault is { } fault)
            lines.Add("fault", fault.Delay, fault.Abort);
        foreach (var mirror in route.Mirrors)
            lines.Add("mirror", mirror.Cluster.Name, mirror.PerMillion);
        if (route.Cors is { } cors)
            lines.Add("cors", string.Join(",", cors.AllowOrigins.Select(origin => origin.Kind + " " + origin.Text)), AsciiText.Text(cors.AllowMethods), AsciiText.Text(cors.AllowHeaders),
                AsciiText.Text(cors.ExposeHeaders), cors.MaxAge, cors.AllowCredentials, cors.AnswersUnmatched);
        foreach (var match in route.Matches)
            lines.Add("match", match.Uri, match.Uri?.IgnoreCase, match.Scheme, match.Method, match.Authority,
                Join(match.Headers), Join(match.WithoutHeaders), Join(match.QueryParameters), match.Port);
        Headers(lines, route.Headers);
        Destinations(lines, route.Destinations);
    }

    private static void Destinations(HashedLines lines, WeightedCluster[] destinations)
    {
        foreach (var destination in destinations)
        {
            lines.Add("to", destination.Cluster.Name, destination.Weight);
            Headers(lines, destination.Headers);
        }
    }

    private static void Headers(HashedLines lines, HeaderOperations headers)
    {
        Operations(lines, "request-set", headers.RequestSet);
        Operations(lines, "request-add", headers.RequestAdd);
        Operations(lines, "response-set", headers.ResponseSet);
        Operations(lines, "response-add", headers.ResponseAdd);
        foreach (var name in headers.RequestRemove)
            lines.Add("request-remove", AsciiText.Text(name));
        foreach (var name in headers.ResponseRemove)
            lines.Add("response-remove", AsciiText.Text(name));
    }

    private static void Operations(HashedLines lines, string kind, HeaderOperation[] operations)
    {
        foreach (var operation in operations)
            lines.Add(kind, AsciiText.Text(operation.Name), HeaderWords.Value(operation), operation.Segments.Length);
    }

    private static void Cluster(HashedLines lines, ClusterPlan cluster)
    {
        lines.Add("cluster", cluster.Name, cluster.Protocol, cluster.Namespace, cluster.External, cluster.Resolution, cluster.LoadBalancing,
            cluster.AllowedRanges, cluster.Pool == ConnectionPoolPlan.Default ? null : cluster.Pool, cluster.Outlier, cluster.Service.Id, cluster.DestinationRule?.Id);
        // What most clusters do not have is left out: there may be tens of thousands.
        if (cluster.Tls is { Mode: not TlsMode.Disable } tls)
            lines.Add("tls", tls.Mode, tls.Sni, string.Join(",", tls.SubjectAltNames), tls.CaCertificates, tls.ClientCertificate, tls.PrivateKey, tls.CaCrl, tls.InsecureSkipVerify);
        if (cluster.Outlier is { ErrorCodes.Length: > 0 } outlier)
            lines.Add("outlier-codes", string.Join(",", outlier.ErrorCodes));
        if (cluster.ProxyProtocol != ProxyProtocol.None)
            lines.Add("proxy-protocol", cluster.ProxyProtocol);
        if (cluster.Tunnel is { } tunnel)
            lines.Add("tunnel", tunnel.Host, tunnel.Port, tunnel.AuthorizationFile);
        if (cluster.LatencyDecay > TimeSpan.Zero)
            lines.Add("latency-decay", cluster.LatencyDecay);
        if (cluster.Warmup is { } warmup)
            lines.Add("warmup", warmup.Duration, warmup.MinimumPercent.ToString("R", CultureInfo.InvariantCulture), warmup.Aggression.ToString("R", CultureInfo.InvariantCulture));
        if (cluster.Hash is { } hash)
            lines.Add("hash", hash);
        foreach (var endpoint in cluster.Endpoints)
            {
            lines.Add("endpoint", endpoint.Address, endpoint.Port, endpoint.Weight, endpoint.Locality);
            if (endpoint.Priority + endpoint.LocalityShare > 0)
                lines.Add("preference", endpoint.Priority, endpoint.LocalityShare);
        }
    }

    private static void Rules(HashedLines lines, string action, AuthorizationRulePlan[] rules)
    {
        foreach (var rule in rules)
        {
            lines.Add(action, rule.Rule.Id);
            foreach (var alternative in rule.From)
                Clauses(lines, "from", alternative);
            foreach (var alternative in rule.To)
                Clauses(lines, "to", alternative);
            Clauses(lines, "when", rule.When);
        }
    }

    private static void Clauses(HashedLines lines, string part, ClauseSet set)
    {
        lines.Add(part);
        foreach (var clause in set.Clauses)
            lines.Add(clause.Field, clause.Negated, Join(clause.Values));
    }

    private static void FilterBinding(HashedLines lines, FilterBindingPlan binding)
    {
        lines.Add("filter", binding.Name, binding.Filter, binding.Order, binding.FailOpen, binding.Deadline, binding.Breaker);
        lines.Add("filter-scope", Join(binding.Hosts), Join(binding.Routes));
        if (binding.When is { } rules)
            Rules(lines, "asked", rules);
        Config(lines, "config", binding.Config);
    }

    private static void Limit(HashedLines lines, LimitPlan limit)
    {
        lines.Add("limit", limit.Name, Join(limit.Hosts), string.Join(",", limit.Ports), Join(limit.Principals), limit.PerPrincipal, limit.Status, limit.IsReport);
        lines.Add("limit-bounds", limit.Requests, limit.Connections, limit.Concurrency, limit.BytesPerSecond, limit.BytesPerDay);
        if (limit.Adaptive is { } adaptive)
            lines.Add("limit-adaptive", adaptive.MinConcurrency, adaptive.MaxConcurrency, adaptive.UpdateInterval, Exact(adaptive.Percentile), adaptive.MinRttInterval, adaptive.MinRttRequests, Exact(adaptive.JitterPercent), Exact(adaptive.BufferPercent));
    }

    private static string Exact(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The hash of a filter's configuration alone, in hex: equal for configurations that mean the same.</summary>
    public static string Of(ConfigMap config)
    {
        using var lines = new HashedLines();
        Config(lines, "config", config);
        return lines.Finish();
    }

    /// <summary>The hash of a text, in hex.</summary>
    public static string Of(string text)
    {
        using var lines = new HashedLines();
        lines.Add("text", text);
        return lines.Finish();
    }

    private static void Config(HashedLines lines, string path, ConfigValue value)
    {
        switch (value)
        {
            case ConfigMap map:
                foreach (var entry in map.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    Config(lines, path + "." + entry.Key, entry.Value);
                break;
            case ConfigList list:
                for (var i = 0; i < list.Items.Length; i++)
                    Config(lines, path + "[" + i + "]", list.Items[i]);
                break;
            case ConfigScalar scalar:
                lines.Add(path, scalar.Kind, scalar.Text);
                break;
        }
    }

    // Quoted once more, so that a list of two values is not one value with a space.
    private static string Join(object[] parts) => string.Join(" ", Array.ConvertAll(parts, part => HashedLines.Quote(part.ToString() ?? "")));
}
