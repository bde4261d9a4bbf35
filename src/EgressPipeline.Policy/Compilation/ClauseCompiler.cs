using System.Globalization;
using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Turns the fields of an AuthorizationPolicy rule into clauses. Whatever cannot be evaluated is an error.</summary>
internal sealed class ClauseCompiler(string policyNamespace, DiagnosticBag bag)
{
    private readonly List<AuthorizationClause> _clauses = [];

    public ClauseSet Source(SourceMatchRule rule)
    {
        _clauses.Clear();
        Text("principals", TextField.Principal, rule.Principals, rule.NotPrincipals);
        RequestPrincipals("requestPrincipals", rule.RequestPrincipals, rule.NotRequestPrincipals);
        Text("namespaces", TextField.Namespace, rule.Namespaces, rule.NotNamespaces);
        ServiceAccounts(rule.ServiceAccounts, negated: false);
        ServiceAccounts(rule.NotServiceAccounts, negated: true);
        Text("trustDomains", TextField.TrustDomain, rule.TrustDomains, rule.NotTrustDomains);
        Addresses("ipBlocks", rule.IpBlocks, rule.NotIpBlocks, ofDestination: false);
        // The application cannot vouch for an address before it, so both mean the address that connected.
        Addresses("remoteIpBlocks", rule.RemoteIpBlocks, rule.NotRemoteIpBlocks, ofDestination: false);
        return new ClauseSet([.. _clauses], rule.Source);
    }

    public ClauseSet Operation(OperationMatchRule rule)
    {
        _clauses.Clear();
        Ports("ports", rule.Ports, rule.NotPorts);
        Hosts("hosts", rule.Hosts, rule.NotHosts);
        Text("methods", TextField.Method, rule.Methods, rule.NotMethods);
        Paths(rule.Paths, negated: false);
        Paths(rule.NotPaths, negated: true);
        return new ClauseSet([.. _clauses], rule.Source);
    }

    public ClauseSet Conditions(ConditionRule[] rules, SourceRef source)
    {
        _clauses.Clear();
        foreach (var rule in rules)
            Condition(rule);
        return new ClauseSet([.. _clauses], source);
    }

    private void Condition(ConditionRule rule)
    {
        var key = rule.Key.TextOrEmpty();
        switch (key)
        {
            case "source.ip" or "remote.ip":
                Addresses(key, rule.Values, rule.NotValues, ofDestination: false);
                break;
            case "destination.ip":
                Addresses(key, rule.Values, rule.NotValues, ofDestination: true);
                break;
            case "destination.port":
                Ports(key, rule.Values, rule.NotValues);
                break;
            case "source.namespace":
                Text(key, TextField.Namespace, rule.Values, rule.NotValues);
                break;
            case "source.principal":
                Text(key, TextField.Principal, rule.Values, rule.NotValues);
                break;
            case "source.trustDomain":
                Text(key, TextField.TrustDomain, rule.Values, rule.NotValues);
                break;
            case "source.serviceAccount":
                ServiceAccounts(rule.Values, negated: false, key);
                ServiceAccounts(rule.NotValues, negated: true, key);
                break;
            case "source.uid":
                Users(key, rule.Values, negated: false);
                Users(Not(key), rule.NotValues, negated: true);
                break;
            case "source.process":
                Executables(key, rule.Values, negated: false);
                Executables(Not(key), rule.NotValues, negated: true);
                break;
            case "connection.sni":
                Text(key, TextField.Sni, rule.Values, rule.NotValues);
                break;
            default:
                BracketedCondition(rule, key);
                break;
        }
    }

    private void BracketedCondition(ConditionRule rule, string key)
    {
        const string headers = "request.headers[";
        if (key.StartsWith(headers, StringComparison.Ordinal) && key.Length > headers.Length + 1 && key[key.Length - 1] == ']')
            Header(rule, key, key.Substring(headers.Length, key.Length - headers.Length - 1).ToLowerInvariant());
        else if (key == "request.auth.principal")
            RequestPrincipals(key, rule.Values, rule.NotValues);
        else if (ClaimKey.TryParse(key, out var path))
            Claims(key, path, rule.Values, rule.NotValues);
        else if (key.StartsWith("experimental.envoy.filters.", StringComparison.Ordinal))
            Text(key, TextField.NeverPresent, rule.Values, rule.NotValues);
        else
            bag.Report(AuthorizationPolicyDiagnostics.ConditionKey, rule.Key?.Source ?? rule.Source, key, "");
    }

    private void Header(ConditionRule rule, string key, string name)
    {
        switch (name)
        {
            case ":method":
                Text(key, TextField.Method, rule.Values, rule.NotValues);
                break;
            case ":path":
                Text(key, TextField.Path, rule.Values, rule.NotValues);
                break;
            case ":scheme":
                Text(key, TextField.Scheme, rule.Values, rule.NotValues);
                break;
            case ":authority" or "host":
                Hosts(key, rule.Values, rule.NotValues);
                break;
            default:
                Header(key, name, rule.Values, negated: false);
                Header(key, name, rule.NotValues, negated: true);
                break;
        }
    }

    private void Header(string key, string name, Located<string>[] values, bool negated)
    {
        if (values.Length > 0)
            _clauses.Add(new HeaderClause
            {
                Field = key,
                Negated = negated,
                Values = values.Texts(),
                Source = values[0].Source,
                Name = AsciiText.Bytes(name),
                Matches = Globs(values),
            });
    }

    private void Text(string field, TextField text, Located<string>[] values, Located<string>[] notValues)
    {
        Text(field, text, values, negated: false);
        Text(Not(field), text, notValues, negated: true);
    }

    private void RequestPrincipals(string field, Located<string>[] values, Located<string>[] notValues)
    {
        RequestPrincipals(field, values, negated: false);
        RequestPrincipals(Not(field), notValues, negated: true);
    }

    private void RequestPrincipals(string field, Located<string>[] values, bool negated)
    {
        if (values.Length > 0)
            _clauses.Add(new RequestPrincipalClause
            {
                Field = field,
                Negated = negated,
                Values = values.Texts(),
                Source = values[0].Source,
                Matches = Array.ConvertAll(values, value => RequestPrincipalMatch.Parse(value.Value)),
            });
    }

    private void Claims(string field, string[] path, Located<string>[] values, Located<string>[] notValues)
    {
        Claim(field, path, values, negated: false);
        Claim(Not(field), path, notValues, negated: true);
    }

    private void Claim(string field, string[] path, Located<string>[] values, bool negated)
    {
        if (values.Length > 0)
            _clauses.Add(new ClaimClause { Field = field, Negated = negated, Values = values.Texts(), Source = values[0].Source, Path = path, Matches = Globs(values) });
    }

    private void Text(string field, TextField text, Located<string>[] values, bool negated)
    {
        if (values.Length > 0)
            _clauses.Add(new TextClause
            {
                Field = field,
                Negated = negated,
                Values = values.Texts(),
                Source = values[0].Source,
                Text = text,
                Matches = Globs(values),
            });
    }

    private void ServiceAccounts(Located<string>[] values, bool negated, string field = "serviceAccounts")
    {
        if (values.Length == 0)
            return;
        var accounts = new (byte[], byte[])[values.Length];
        for (var i = 0; i < accounts.Length; i++)
        {
            var slash = values[i].Value.IndexOf('/');
            var ns = slash < 0 ? policyNamespace : values[i].Value.Substring(0, slash);
            accounts[i] = (AsciiText.Bytes(ns), AsciiText.Bytes(values[i].Value.Substring(slash + 1)));
        }
        _clauses.Add(new ServiceAccountClause
        {
            Field = negated ? Not(field) : field,
            Negated = negated,
            Values = values.Texts(),
            Source = values[0].Source,
            Accounts = accounts,
        });
    }

    private void Users(string field, Located<string>[] values, bool negated)
    {
        if (values.Length == 0)
            return;
        var uids = new List<uint>();
        foreach (var value in values)
            if (uint.TryParse(value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var uid))
                uids.Add(uid);
            else
                bag.Report(AuthorizationPolicyDiagnostics.BadUser, value.Source, field, value.Value);
        _clauses.Add(new UserClause { Field = field, Negated = negated, Values = values.Texts(), Source = values[0].Source, Uids = [.. uids] });
    }

    private void Executables(string field, Located<string>[] values, bool negated)
    {
        if (values.Length > 0)
            _clauses.Add(new ExecutableClause { Field = field, Negated = negated, Values = values.Texts(), Source = values[0].Source, Matches = Globs(values) });
    }

    private void Addresses(string field, Located<string>[] values, Located<string>[] notValues, bool ofDestination)
    {
        Addresses(field, values, negated: false, ofDestination);
        Addresses(Not(field), notValues, negated: true, ofDestination);
    }

    private void Addresses(string field, Located<string>[] values, bool negated, bool ofDestination)
    {
        if (values.Length == 0)
            return;
        var ranges = new List<Cidr>();
        foreach (var value in values)
            if (Cidr.TryParse(value.Value, out var range))
                ranges.Add(range);
            else
                bag.Report(ValueDiagnostics.BadAddress, value.Source, value.Value, "address range");
        _clauses.Add(new AddressClause
        {
            Field = field,
            Negated = negated,
            Values = values.Texts(),
            Source = values[0].Source,
            Ranges = new CidrSet(ranges),
            OfDestination = ofDestination,
        });
    }

    private void Ports(string field, Located<string>[] values, Located<string>[] notValues)
    {
        Ports(field, values, negated: false);
        Ports(Not(field), notValues, negated: true);
    }

    private void Ports(string field, Located<string>[] values, bool negated)
    {
        if (values.Length == 0)
            return;
        var ports = new List<int>();
        foreach (var value in values)
            // Istio takes port 0, which no call has.
            if (ushort.TryParse(value.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port))
                ports.Add(port);
            else
                bag.Report(AuthorizationPolicyDiagnostics.BadPort, value.Source, field, value.Value);
        _clauses.Add(new PortClause { Field = field, Negated = negated, Values = values.Texts(), Source = values[0].Source, Ports = [.. ports] });
    }

    private void Hosts(string field, Located<string>[] values, Located<string>[] notValues)
    {
        Hosts(field, values, negated: false);
        Hosts(Not(field), notValues, negated: true);
    }

    private void Hosts(string field, Located<string>[] values, bool negated)
    {
        if (values.Length > 0)
            _clauses.Add(new HostClause
            {
                Field = field,
                Negated = negated,
                Values = values.Texts(),
                Source = values[0].Source,
                Hosts = Array.ConvertAll(values, value => HostMatch.Parse(value.Value)),
            });
    }

    private void Paths(Located<string>[] values, bool negated)
    {
        if (values.Length == 0)
            return;
        var matches = new List<ByteMatch>();
        var templates = new List<PathTemplate>();
        foreach (var value in values)
            if (PathTemplate.IsTemplate(value.Value))
                templates.Add(PathTemplate.Parse(value.Value));
            else
                matches.Add(ByteMatch.FromGlob(value.Value));
        _clauses.Add(new PathClause
        {
            Field = negated ? "notPaths" : "paths",
            Negated = negated,
            Values = values.Texts(),
            Source = values[0].Source,
            Matches = [.. matches],
            Templates = [.. templates],
        });
    }

    private static ByteMatch[] Globs(Located<string>[] values) => Array.ConvertAll(values, value => ByteMatch.FromGlob(value.Value));

    // "methods" becomes "notMethods"; keys of "when" have dots and keep their name.
    private static string Not(string field) =>
        field.IndexOf('.') >= 0 ? field + " notValues" : "not" + char.ToUpperInvariant(field[0]) + field.Substring(1);
}
