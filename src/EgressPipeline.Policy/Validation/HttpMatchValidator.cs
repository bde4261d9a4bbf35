using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one match of an http rule.</summary>
internal static class HttpMatchValidator
{
    private const string ClaimPrefix = "@request.auth.claims";

    public static void Validate(HttpMatchRule match, DiagnosticBag bag)
    {
        RegexChecks.Check(match.Uri, bag);
        RegexChecks.Check(match.Scheme, bag);
        RegexChecks.Check(match.Method, bag);
        RegexChecks.Check(match.Authority, bag);
        foreach (var header in match.Headers)
            CheckHeader(header, bag);
        foreach (var header in match.WithoutHeaders)
            CheckHeader(header, bag);
        foreach (var parameter in match.QueryParams)
            RegexChecks.Check(parameter.Match, bag);
        LabelChecks.CheckLabels(match.SourceLabels, bag);
        LabelChecks.CheckNamespace(match.SourceNamespace, bag);
        VirtualServiceValidator.CheckGateways(match.Gateways, bag);
    }

    private static void CheckHeader(NamedMatchRule header, DiagnosticBag bag)
    {
        if (header.Name.Value.StartsWith(ClaimPrefix, StringComparison.Ordinal))
        {
            bag.Report(BindingDiagnostics.NotImplemented, header.Name.Source, "routing by JWT claim ('" + header.Name.Value + "')");
            return;
        }
        HeaderOperationsValidator.CheckMatchName(header.Name, bag);
        if (header.IsNull)
            bag.Report(VirtualServiceDiagnostics.NullHeaderMatch, header.Name.Source, header.Name.Value);
        // Istio reads the regex "*" as "the header is there".
        else if (header.Match is not { Kind: StringMatchKind.Regex, Value: "*" })
            RegexChecks.Check(header.Match, bag);
    }
}
