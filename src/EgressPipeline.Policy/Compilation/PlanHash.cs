using System.Security.Cryptography;
using System.Text;
using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Compilation;

/// <summary>
/// Hashes what a plan decides and does, in a fixed order and without places, so that equal policies hash alike whatever
/// their files are called and how they are arranged.
/// </summary>
internal static class PlanHash
{
    /// <param name="hosts">All.</param>
    /// <param name="clusters">All.</param>
    /// <param name="authorization">What is enforced.</param>
    /// <param name="filters">All bindings.</param>
    /// <param name="unregistered">As a Sidecar resource declares it; null leaves it to a setting, which is no policy.</param>
    public static string Compute(HostPlan[] hosts, ClusterPlan[] clusters, AuthorizationPlan authorization, FilterBindingPlan[] filters, UnregisteredMode? unregistered)
    {
        var text = new StringBuilder();
        Line(text, "unregistered", unregistered);
        foreach (var host in hosts)
            Host(text, host);
        foreach (var cluster in clusters)
            Cluster(text, cluster);
        Rules(text, "deny", authorization.Deny);
        Rules(text, "allow", authorization.Allow);
        Rules(text, "audit", authorization.Audit);
        foreach (var policy in authorization.AllowPolicies)
            Line(text, "allow-policy", policy.Id);
        foreach (var binding in filters)
            FilterBinding(text, binding);
        using var sha = SHA256.Create();
        var hex = new StringBuilder(64);
        foreach (var part in sha.ComputeHash(Encoding.UTF8.GetBytes(text.ToString())))
            hex.Append(part.ToString("x2"));
        return hex.ToString();
    }

    private static void Host(StringBuilder text, HostPlan host)
    {
        Line(text, "host", host.Pattern, host.Service?.Id, host.VirtualService?.Id);
        foreach (var port in host.Ports)
            Line(text, "port", port.Number, port.Name, port.Protocol, port.Cluster.Name, port.Addresses);
        foreach (var route in host.HttpRoutes ?? [])
            HttpRoute(text, route);
        foreach (var route in host.TlsRoutes ?? [])
        {
            Line(text, "tls", route.Rule.Id);
            foreach (var match in route.Matches)
                Line(text, "match", Join(match.SniHosts), match.DestinationSubnets, match.Port);
            Destinations(text, route.Destinations);
        }
        foreach (var route in host.TcpRoutes ?? [])
        {
            Line(text, "tcp", route.Rule.Id);
            foreach (var match in route.Matches)
                Line(text, "match", match.DestinationSubnets, match.Port);
            Destinations(text, route.Destinations);
        }
    }

    private static void HttpRoute(StringBuilder text, HttpRoutePlan route)
    {
        Line(text, "http", route.Rule.Id, route.Name, route.Redirect, route.Rewrite, route.Timeout);
        if (route.DirectResponse is { } answer)
            Line(text, "answer", answer.Status, Convert.ToBase64String(answer.Body));
        if (route.Retry is { } retry)
            Line(text, "retry", retry.Attempts, (int)retry.Conditions, string.Join(",", retry.StatusCodes), retry.PerTryTimeout, retry.BackoffBase, retry.Explicit);
        foreach (var match in route.Matches)
            Line(text, "match", match.Uri, match.Uri?.IgnoreCase, match.Scheme, match.Method, match.Authority,
                Join(match.Headers), Join(match.WithoutHeaders), Join(match.QueryParameters), match.Port);
        Headers(text, route.Headers);
        Destinations(text, route.Destinations);
    }

    private static void Destinations(StringBuilder text, WeightedCluster[] destinations)
    {
        foreach (var destination in destinations)
        {
            Line(text, "to", destination.Cluster.Name, destination.Weight);
            Headers(text, destination.Headers);
        }
    }

    private static void Headers(StringBuilder text, HeaderOperations headers)
    {
        Operations(text, "request-set", headers.RequestSet);
        Operations(text, "request-add", headers.RequestAdd);
        Operations(text, "response-set", headers.ResponseSet);
        Operations(text, "response-add", headers.ResponseAdd);
        foreach (var name in headers.RequestRemove)
            Line(text, "request-remove", AsciiText.Text(name));
        foreach (var name in headers.ResponseRemove)
            Line(text, "response-remove", AsciiText.Text(name));
    }

    private static void Operations(StringBuilder text, string kind, HeaderOperation[] operations)
    {
        foreach (var operation in operations)
            Line(text, kind, AsciiText.Text(operation.Name), AsciiText.Text(operation.Value));
    }

    private static void Cluster(StringBuilder text, ClusterPlan cluster)
    {
        Line(text, "cluster", cluster.Name, cluster.Protocol, cluster.Namespace, cluster.External, cluster.Resolution, cluster.LoadBalancing,
            cluster.AllowedRanges, cluster.Pool, cluster.Outlier, cluster.Service.Id, cluster.DestinationRule?.Id);
        var tls = cluster.Tls;
        Line(text, "tls", tls.Mode, tls.Sni, string.Join(",", tls.SubjectAltNames), tls.CaCertificates, tls.ClientCertificate, tls.PrivateKey, tls.CaCrl, tls.InsecureSkipVerify);
        foreach (var endpoint in cluster.Endpoints)
            Line(text, "endpoint", endpoint.Address, endpoint.Port, endpoint.Weight, endpoint.Locality);
    }

    private static void Rules(StringBuilder text, string action, AuthorizationRulePlan[] rules)
    {
        foreach (var rule in rules)
        {
            Line(text, action, rule.Rule.Id);
            foreach (var alternative in rule.From)
                Clauses(text, "from", alternative);
            foreach (var alternative in rule.To)
                Clauses(text, "to", alternative);
            Clauses(text, "when", rule.When);
        }
    }

    private static void Clauses(StringBuilder text, string part, ClauseSet set)
    {
        Line(text, part);
        foreach (var clause in set.Clauses)
            Line(text, clause.Field, clause.Negated, Join(clause.Values));
    }

    private static void FilterBinding(StringBuilder text, FilterBindingPlan binding)
    {
        Line(text, "filter", binding.Name, binding.Filter, binding.Order, binding.FailOpen, binding.Deadline, binding.Breaker);
        Line(text, "filter-scope", Join(binding.Hosts), Join(binding.Routes));
        Config(text, "config", binding.Config);
    }

    private static void Config(StringBuilder text, string path, ConfigValue value)
    {
        switch (value)
        {
            case ConfigMap map:
                foreach (var entry in map.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                    Config(text, path + "." + entry.Key, entry.Value);
                break;
            case ConfigList list:
                for (var i = 0; i < list.Items.Length; i++)
                    Config(text, path + "[" + i + "]", list.Items[i]);
                break;
            case ConfigScalar scalar:
                Line(text, path, scalar.Kind, scalar.Text);
                break;
        }
    }

    private static string Join(object[] parts) => string.Join(" ", Array.ConvertAll(parts, part => Quote(part.ToString())));

    private static void Line(StringBuilder text, params object?[] parts)
    {
        foreach (var part in parts)
            text.Append(Quote(part?.ToString())).Append(' ');
        text.Append('\n');
    }

    // Quoting keeps one value with a space or line break apart from two values.
    private static string Quote(string? text) => text is null ? "-" : "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n") + "\"";
}
