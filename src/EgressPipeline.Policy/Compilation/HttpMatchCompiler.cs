using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Turns the match of an http rule into conditions.</summary>
internal sealed class HttpMatchCompiler(DiagnosticBag bag)
{
    /// <summary>The match for calls on one port; 0 leaves the port as written.</summary>
    public HttpMatch Compile(HttpMatchRule rule, int port) => new()
    {
        Uri = Text(rule.Uri, rule.IgnoreUriCase),
        Scheme = Text(rule.Scheme),
        Method = Text(rule.Method),
        Authority = Text(rule.Authority),
        Headers = Named(rule.Headers, areHeaders: true),
        WithoutHeaders = Named(rule.WithoutHeaders, areHeaders: true),
        QueryParameters = Named(rule.QueryParams, areHeaders: false),
        Port = port != 0 ? port : rule.Port.NumberOrZero(),
        Source = rule.Source,
    };

    // An empty condition on something every request has is no condition.
    private ByteMatch? Text(StringMatchRule? rule, bool ignoreCase = false) =>
        rule is null or { Kind: StringMatchKind.Present } ? null : Compile(rule, ignoreCase);

    private NamedMatch[] Named(NamedMatchRule[] rules, bool areHeaders)
    {
        var matches = new List<NamedMatch>();
        foreach (var rule in rules)
        {
            var name = areHeaders ? rule.Name.Value.ToLowerInvariant() : rule.Name.Value;
            // Istio ignores these names: the request line has conditions of its own.
            if (areHeaders && name is "uri" or "scheme" or "method" or "authority")
                continue;
            matches.Add(new NamedMatch(name, Compile(rule.Match, ignoreCase: false)));
        }
        return [.. matches];
    }

    private ByteMatch Compile(StringMatchRule rule, bool ignoreCase) => StringMatchCompiler.Compile(rule, ignoreCase, bag);
}
