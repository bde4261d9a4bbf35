using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.Access;

/// <summary>Reads sources, operations and conditions as terms: the same property has the same name wherever it is written.</summary>
internal static class RuleTerms
{
    private const string Path = "path";
    private const string Host = "host";
    private const string Method = "method";

    public static List<RuleTerm> Of(SourceMatchRule source, string ns)
    {
        var terms = new List<RuleTerm>();
        Add(terms, "source.principal", TermKind.Glob, source.Principals, source.NotPrincipals);
        Add(terms, "request.auth.principal", TermKind.RequestPrincipal, source.RequestPrincipals, source.NotRequestPrincipals);
        Add(terms, "source.namespace", TermKind.Glob, source.Namespaces, source.NotNamespaces);
        Add(terms, "source.trustDomain", TermKind.Glob, source.TrustDomains, source.NotTrustDomains);
        Add(terms, "source.serviceAccount", TermKind.Exact, Absolute(source.ServiceAccounts, ns), Absolute(source.NotServiceAccounts, ns));
        // Both mean the address that connected.
        Add(terms, "source.ip", TermKind.Address, source.IpBlocks, source.NotIpBlocks);
        Add(terms, "source.ip", TermKind.Address, source.RemoteIpBlocks, source.NotRemoteIpBlocks);
        return terms;
    }

    public static List<RuleTerm> Of(OperationMatchRule operation)
    {
        var terms = new List<RuleTerm>();
        Add(terms, Host, TermKind.Host, operation.Hosts, operation.NotHosts);
        Add(terms, "destination.port", TermKind.Exact, Numbers(operation.Ports), Numbers(operation.NotPorts));
        Add(terms, Method, TermKind.Glob, operation.Methods, operation.NotMethods);
        Add(terms, Path, TermKind.Glob, operation.Paths, operation.NotPaths);
        return terms;
    }

    public static List<RuleTerm> Of(ConditionRule[] conditions, string ns)
    {
        var terms = new List<RuleTerm>();
        foreach (var condition in conditions)
        {
            var property = Property(condition.Key.TextOrEmpty());
            var kind = property switch
            {
                "source.ip" or "destination.ip" => TermKind.Address,
                "destination.port" or "source.serviceAccount" or "source.uid" => TermKind.Exact,
                Host => TermKind.Host,
                "request.auth.principal" => TermKind.RequestPrincipal,
                _ when ClaimKey.TryParse(property, out _) => TermKind.Items,
                _ => TermKind.Glob,
            };
            Add(terms, property, kind, Normal(property, condition.Values, ns), Normal(property, condition.NotValues, ns));
        }
        return terms;
    }

    private static string Property(string key) => key.ToLowerInvariant() switch
    {
        "remote.ip" => "source.ip",
        "request.headers[:method]" => Method,
        // Path conditions know templates, header conditions do not; the values of both are told apart by their form.
        "request.headers[:path]" => Path,
        "request.headers[:authority]" or "request.headers[host]" => Host,
        var header when header.StartsWith("request.headers[", StringComparison.Ordinal) => header,
        _ => key,
    };

    private static Located<string>[] Normal(string property, Located<string>[] values, string ns) => property switch
    {
        "source.serviceAccount" => Absolute(values, ns),
        "destination.port" => Numbers(values),
        _ => values,
    };

    private static Located<string>[] Numbers(Located<string>[] ports) => Array.ConvertAll(ports, p => p with { Value = p.Value.TrimStart('0') });

    private static Located<string>[] Absolute(Located<string>[] accounts, string ns) =>
        Array.ConvertAll(accounts, a => a.Value.IndexOf('/') >= 0 ? a : a with { Value = ns + "/" + a.Value });

    private static void Add(List<RuleTerm> terms, string property, TermKind kind, Located<string>[] values, Located<string>[] notValues)
    {
        if (values.Length > 0)
            terms.Add(new RuleTerm(property, negated: false, values, kind));
        if (notValues.Length > 0)
            terms.Add(new RuleTerm(property, negated: true, notValues, kind));
    }
}
