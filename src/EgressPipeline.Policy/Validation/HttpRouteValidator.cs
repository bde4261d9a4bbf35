using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one http rule.</summary>
internal static class HttpRouteValidator
{
    public static void Validate(HttpRouteRule route, VirtualServiceRule service, DiagnosticBag bag)
    {
        CheckActions(route, isInDelegate: service.Hosts.Length == 0, bag);
        foreach (var match in route.Match)
        {
            HttpMatchValidator.Validate(match, bag);
            SatisfiabilityChecks.Check(match, service, bag);
        }
        HttpAnswerValidator.Validate(route, bag);
        CheckAuthority(route, bag);
        HeaderOperationsValidator.Validate(route.Headers, bag);
        RetryValidator.Validate(route, bag);
        DestinationValidator.ValidateWeighted(route.Route, bag);
        HttpExtraValidator.Validate(route, bag);
    }

    private static void CheckActions(HttpRouteRule route, bool isInDelegate, DiagnosticBag bag)
    {
        if (route.Delegate is { } toDelegate)
        {
            if (isInDelegate)
                bag.Report(VirtualServiceDiagnostics.BadDelegate, toDelegate.Source, "a delegate cannot delegate");
            if (route.Route.Length > 0 || route.Redirect is not null || route.DirectResponse is not null)
                bag.Report(VirtualServiceDiagnostics.BadDelegate, toDelegate.Source, "a rule that delegates has no route, redirect or directResponse");
            return;
        }
        if (route.Redirect is { } redirect)
        {
            Conflict(route.Route.Length > 0, "redirect", "route", redirect.Source, bag);
            Conflict(route.DirectResponse is not null, "redirect", "directResponse", redirect.Source, bag);
            Conflict(route.Fault is not null, "redirect", "fault", redirect.Source, bag);
            Conflict(route.Rewrite is not null, "redirect", "rewrite", redirect.Source, bag);
            Conflict(route.Mirrors.Length > 0, "redirect", "mirror", redirect.Source, bag);
        }
        else if (route.DirectResponse is { } response)
        {
            Conflict(route.Route.Length > 0, "directResponse", "route", response.Source, bag);
            Conflict(route.Fault is not null, "directResponse", "fault", response.Source, bag);
            Conflict(route.Rewrite is not null, "directResponse", "rewrite", response.Source, bag);
            Conflict(route.Mirrors.Length > 0, "directResponse", "mirror", response.Source, bag);
        }
        else if (route.Route.Length == 0)
            bag.Report(VirtualServiceDiagnostics.NoAction, route.Source);
    }

    private static void Conflict(bool isThere, string one, string other, SourceRef source, DiagnosticBag bag)
    {
        if (isThere)
            bag.Report(VirtualServiceDiagnostics.ConflictingActions, source, one, other);
    }

    /// <summary>The authority may be rewritten in one place only.</summary>
    private static void CheckAuthority(HttpRouteRule route, DiagnosticBag bag)
    {
        var current = route.Rewrite?.Authority is { Value.Length: > 0 } ? "rewrite.authority" : null;
        if (route.Headers is not { } headers)
            return;
        foreach (var change in headers.Request.Set.Concat(headers.Request.Add))
        {
            if (!HeaderOperationsValidator.IsAuthority(change.Name.Value))
                continue;
            if (current is not null)
                bag.Report(VirtualServiceDiagnostics.AuthorityTwice, change.Name.Source, current, "header " + change.Name.Value);
            current = "header " + change.Name.Value;
        }
    }
}
