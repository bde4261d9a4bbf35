using EgressPipeline.Interception.Rules;

namespace EgressPipeline.Hosting;

/// <summary>What a start says: one line a listener, one that counts what was loaded, and the hash of it.</summary>
internal static class StartupLines
{
    public static IEnumerable<string> Of(Sidecar sidecar, SidecarOptions options)
    {
        foreach (var listener in sidecar.Listeners)
            yield return $"{listener.Name,-9} {listener.Bound,-22} {Purpose(listener.Name)}";
        var counts = sidecar.Policies.Counts;
        yield return $"loaded    {Count(counts.Documents, "document")} from {Count(counts.Files, "file")}: {Count(counts.Services, "service")}, "
            + $"{Count(counts.VirtualServices, "virtual service")}, {Count(counts.DestinationRules, "destination rule")}, "
            + $"{Count(counts.AuthorizationPolicies, "authorization policy", "authorization policies")}, {Count(counts.Sidecars, "sidecar resource")}"
            + (counts.Skipped > 0 ? $", {counts.Skipped} of other kinds skipped" : "")
            + $"; undeclared: {options.Unregistered.ToString().ToLowerInvariant()}";
        yield return $"policies  {sidecar.Policies.PlanHash}";
        if (options.Intercept.Mode != InterceptMode.Off)
            yield return $"intercept {options.Intercept.Mode.ToString().ToLowerInvariant()}: TCP goes to port {options.Intercept.OutboundPort}{(options.Intercept.DnsPort is { } dns ? $", DNS to port {dns}," : "")} while this process runs";
        var caller = options.Identity.Principal.Length > 0 ? "spiffe://" + options.Identity.Principal : options.Namespace.Length > 0 ? "namespace " + options.Namespace : "none (policies of every namespace apply)";
        yield return $"identity  {caller}";
    }

    private static string Purpose(string listener) => listener switch
    {
        "outbound" => "transparent: original destination, or Host when not redirected",
        "proxy" => "explicit proxy: HTTP_PROXY and HTTPS_PROXY",
        "dns" => "DNS proxy, UDP and TCP",
        "admin" => "admin API",
        _ => "/metrics, /healthz/*",
    };

    private static string Count(int number, string one, string? many = null) => number == 1 ? "1 " + one : $"{number} {many ?? one + "s"}";
}
