using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Decisions;

/// <summary>Finds the route whose conditions hold furthest, and the first condition that does not.</summary>
internal static class NearestRoute
{
    public static string? Explain(in CallFacts call, in Decision decision)
    {
        if (decision.Host is not { } host)
            return null;
        if (call.Kind != CallKind.Http)
            return "no tls or tcp rule of " + host.VirtualService + " matches " + AsciiText.Text(call.Host) + " on port " + call.Port;
        HttpRoutePlan? nearest = null;
        HttpMatch? nearestMatch = null;
        var furthest = HttpCondition.None;
        foreach (var route in host.HttpRoutes ?? [])
            foreach (var match in route.Matches)
            {
                // Conditions are tested in the order of the enumeration: failing later is nearer.
                var failure = match.FirstFailure(call);
                if (failure <= furthest)
                    continue;
                furthest = failure;
                nearest = route;
                nearestMatch = match;
            }
        return nearest is null
            ? host.VirtualService + " has no rule for this call"
            : "nearest route is " + nearest.Rule.Id + ": " + Describe(nearestMatch!, furthest, call) + " at " + nearestMatch!.Source;
    }

    private static string Describe(HttpMatch match, HttpCondition failure, in CallFacts call) => failure switch
    {
        HttpCondition.Port => "port " + match.Port + " is not " + call.Port,
        HttpCondition.Method => "method " + match.Method + " does not match " + AsciiText.Text(call.Method),
        HttpCondition.Uri => "uri " + match.Uri + " does not match " + AsciiText.Text(call.Path),
        HttpCondition.Scheme => "scheme " + match.Scheme + " does not match " + AsciiText.Text(call.Scheme),
        HttpCondition.Authority => "authority " + match.Authority + " does not match " + AsciiText.Text(call.Host),
        HttpCondition.Headers => "headers [" + string.Join(", ", (object[])match.Headers) + "] do not match",
        HttpCondition.WithoutHeaders => "withoutHeaders [" + string.Join(", ", (object[])match.WithoutHeaders) + "] are there",
        _ => "queryParams [" + string.Join(", ", (object[])match.QueryParameters) + "] do not match",
    };
}
