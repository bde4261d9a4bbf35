using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>What a route does with a request, aspect by aspect, in words.</summary>
internal static class RequestAspects
{
    /// <summary>Of connections that are not looked into.</summary>
    public static KeyValuePair<string, string> AsBytes { get; } = new("carried as", "bytes");

    /// <summary>Of requests that go to their service without a route.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Unrouted { get; } = Of(null, null);

    /// <param name="route">The route; null = none.</param>
    /// <param name="prefix">The prefix that a rewrite takes the place of; null = of the whole path.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(HttpRoutePlan? route, string? prefix) =>
    [
        new("carried as", "requests"),
        new("path sent", AspectText.Path(route?.Rewrite, prefix)),
        new("host sent", route?.Rewrite?.Authority ?? "as called"),
        new("timeout", AspectText.Span(route?.Timeout ?? TimeSpan.Zero, "none")),
        new("retries", AspectText.Retry(route?.Retry)),
        new("request headers", AspectText.Request(route?.Headers ?? HeaderOperations.None)),
        new("response headers", AspectText.Response(route?.Headers ?? HeaderOperations.None)),
        new("injected delay", AspectText.Delay(route?.Fault?.Delay)),
        new("injected abort", AspectText.Abort(route?.Fault?.Abort)),
        new("cross-origin calls", route?.Cors is { } cors ? CorsText.Of(cors) : "as the service answers"),
        new("copied to", AspectText.Mirrors(route?.Mirrors ?? [])),
    ];
}
