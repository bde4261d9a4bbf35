using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Comparison.Text;

namespace EgressPipeline.Policy.Comparison.Conditions;

/// <summary>
/// Names what clauses and rules say, without ids and places and whatever the order of values: equal texts mean rules that
/// judge every call alike.
/// </summary>
internal static class ClauseKeys
{
    public static string Of(AuthorizationRulePlan rule) =>
        "from " + Of(rule.From) + " to " + Of(rule.To) + " when " + Of(rule.When);

    /// <summary>The field, whether negated, and the values.</summary>
    public static string Of(AuthorizationClause clause) => (clause.Negated ? "!" : "") + clause switch
    {
        PortClause port => "port " + MatchKey.Of(Array.ConvertAll(port.Ports, p => p.ToString())),
        HostClause host => "host " + MatchKey.Of(Array.ConvertAll(host.Hosts, h => MatchKey.Of(h.Name) + "@" + h.Port)),
        AddressClause address => (address.OfDestination ? "destination " : "source ") + MatchKey.Of(Array.ConvertAll(address.Ranges.Ranges.ToArray(), r => r.ToString())),
        HeaderClause header => "header " + Quoted(Matching.AsciiText.Text(header.Name)) + Patterns(clause),
        TextClause text => (text.Text is TextField.Principal or TextField.Namespace or TextField.TrustDomain ? "caller" : text.Text.ToString()) + Patterns(clause),
        ServiceAccountClause => "caller" + Patterns(clause),
        PathClause => TextField.Path + Patterns(clause),
        UserClause user => "user " + MatchKey.Of(Array.ConvertAll(user.Uids, uid => uid.ToString())),
        ExecutableClause program => "program " + MatchKey.Of(Array.ConvertAll(program.Matches, match => Quoted(new MatchPattern(match).Key))),
        RequestPrincipalClause principal => "token principal " + MatchKey.Of(Array.ConvertAll(principal.Matches, match => Quoted(match.Text))),
        ClaimClause claim => "claim " + string.Join("", Array.ConvertAll(claim.Path, Quoted)) + " " + MatchKey.Of(Array.ConvertAll(claim.Matches, match => Quoted(new MatchPattern(match).Key))),
        OpaqueClause => "opaque",
        // A clause that this does not know is equal to itself as written.
        _ => clause.GetType().Name + " " + Quoted(clause.Field) + MatchKey.Of(Array.ConvertAll(clause.Values, Quoted)),
    };

    private static string Of(ClauseSet[] alternatives) => MatchKey.Of(Array.ConvertAll(alternatives, set => "(" + Of(set) + ")"));

    private static string Of(ClauseSet set) => MatchKey.Of(Array.ConvertAll(set.Clauses, clause => "[" + Of(clause) + "]"));

    private static string Patterns(AuthorizationClause clause)
    {
        var keys = new List<string>();
        foreach (var pattern in ClausePatterns.Of(clause))
            keys.Add(Quoted(pattern.Key));
        return " " + MatchKey.Of(keys);
    }

    private static string Quoted(string text) => text.Length + ":" + text;
}
