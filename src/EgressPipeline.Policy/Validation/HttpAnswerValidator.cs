using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for redirect, directResponse and rewrite.</summary>
internal static class HttpAnswerValidator
{
    private const int MaxBody = 1024 * 1024;
    private const int LargeBody = 100 * 1024;

    public static void Validate(HttpRouteRule route, DiagnosticBag bag)
    {
        if (route.Redirect is { } redirect)
            CheckRedirect(route, redirect, bag);
        if (route.DirectResponse is { } response)
            CheckDirectResponse(response, bag);
        if (route.Rewrite is { } rewrite)
            CheckRewrite(rewrite, bag);
    }

    private static void CheckRedirect(HttpRouteRule route, RedirectRule redirect, DiagnosticBag bag)
    {
        if (IsEmpty(redirect.Uri) && IsEmpty(redirect.PrefixRewrite) && IsEmpty(redirect.Authority) && IsEmpty(redirect.Scheme)
            && redirect.Port is null && redirect.DerivePort is null)
            bag.Report(VirtualServiceDiagnostics.EmptyRedirect, redirect.Source);
        if (redirect.Code is { } code && code.Value is not 0 and (< 300 or > 399))
            bag.Report(VirtualServiceDiagnostics.BadRedirect, code.Source, "status " + code.Value + " is not 3xx");
        if (redirect.Scheme is { Value.Length: > 0 } scheme && scheme.Value is not ("http" or "https"))
            bag.Report(VirtualServiceDiagnostics.BadRedirect, scheme.Source, "scheme '" + scheme.Value + "' is neither http nor https");
        if (redirect.PrefixRewrite is { Value.Length: > 0 } prefix && !Array.TrueForAll(route.Match, m => m.Uri?.Kind == StringMatchKind.Prefix))
            bag.Report(VirtualServiceDiagnostics.BadRedirect, prefix.Source, "prefixRewrite needs a uri prefix in every match");
    }

    private static void CheckDirectResponse(DirectResponseRule response, DiagnosticBag bag)
    {
        if (response.Status is { } status && status.Value is < 200 or > 599)
            bag.Report(VirtualServiceDiagnostics.BadDirectResponse, status.Source, "status " + status.Value + " is not in 200..599");
        if (response.Body.Length > MaxBody)
            bag.Report(VirtualServiceDiagnostics.BadDirectResponse, response.Source, "body has " + response.Body.Length + " bytes, more than 1 MB");
        else if (response.Body.Length > LargeBody)
            bag.Report(VirtualServiceDiagnostics.LargeBody, response.Source, response.Body.Length);
    }

    private static void CheckRewrite(RewriteRule rewrite, DiagnosticBag bag)
    {
        var hasRegex = rewrite.RegexMatch is not null || rewrite.RegexReplacement is not null;
        if (IsEmpty(rewrite.Uri) && IsEmpty(rewrite.Authority) && !hasRegex)
            bag.Report(VirtualServiceDiagnostics.EmptyRewrite, rewrite.Source);
        if (!hasRegex)
            return;
        if (IsEmpty(rewrite.RegexMatch) || IsEmpty(rewrite.RegexReplacement))
            bag.Report(BindingDiagnostics.Missing, rewrite.Source, "match and rewrite", "uriRegexRewrite");
        else if (!PathSubstitution.TryCreate(rewrite.RegexMatch!.Value, rewrite.RegexReplacement!.Value, out _, out var error))
            bag.Report(ValueDiagnostics.BadRegex, rewrite.RegexMatch.Source, rewrite.RegexMatch.Value, error);
    }

    private static bool IsEmpty(Located<string>? text) => text is null || text.Value.Length == 0;
}
