using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>What a route does with a request, aspect by aspect, in words.</summary>
internal static class RequestAspects
{
    /// <summary>Of connections that are not looked into.</summary>
    public static KeyValuePair<string, string> AsBytes { get; } = new("carried as", "bytes");

    /// <summary>Of requests that go to their service without a route.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Unrouted { get; } = Of(null, null, TimeSpan.Zero, null, HeaderOperations.None, null);

    /// <param name="route">The route.</param>
    /// <param name="prefix">The prefix that a rewrite takes the place of; null = of the whole path.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(HttpRoutePlan route, string? prefix) =>
        Of(route.Rewrite, prefix, route.Timeout, route.Retry, route.Headers, route.Fault);

    private static KeyValuePair<string, string>[] Of(RewritePlan? rewrite, string? prefix, TimeSpan timeout, RetryPlan? retry, HeaderOperations headers, FaultPlan? fault) =>
    [
        new("carried as", "requests"),
        new("path sent", rewrite?.Uri is { } uri ? (prefix is null ? uri : uri + " instead of " + prefix) : "as called"),
        new("host sent", rewrite?.Authority ?? "as called"),
        new("timeout", AspectText.Span(timeout, "none")),
        new("retries", AspectText.Retry(retry)),
        new("request headers", AspectText.Request(headers)),
        new("response headers", AspectText.Response(headers)),
        new("injected delay", AspectText.Delay(fault?.Delay)),
        new("injected abort", AspectText.Abort(fault?.Abort)),
    ];
}
