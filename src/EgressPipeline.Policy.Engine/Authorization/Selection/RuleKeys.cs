using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Authorization.Selection;

/// <summary>
/// The values of one <see cref="SelectorKind"/> without which a rule cannot match: every alternative of <c>to</c> or of
/// <c>from</c>, or one condition of <c>when</c>, asks for one of them.
/// </summary>
internal static class RuleKeys
{
    /// <summary>Null when the rule can match calls of any value.</summary>
    public static List<byte[]>? Of(SelectorKind kind, AuthorizationRulePlan rule) =>
        OfEvery(kind, rule.To) ?? OfEvery(kind, rule.From) ?? OfAny(kind, rule.When);

    private static List<byte[]>? OfEvery(SelectorKind kind, ClauseSet[] alternatives)
    {
        var keys = new List<byte[]>();
        foreach (var alternative in alternatives)
        {
            if (OfAny(kind, alternative) is not { } asked)
                return null;
            keys.AddRange(asked);
        }
        return alternatives.Length == 0 ? null : keys;
    }

    // All clauses of a set must hold, so any one of them will do.
    private static List<byte[]>? OfAny(SelectorKind kind, ClauseSet set)
    {
        foreach (var clause in set.Clauses)
            if (!clause.Negated && Of(kind, clause) is { } keys)
                return keys;
        return null;
    }

    private static List<byte[]>? Of(SelectorKind kind, AuthorizationClause clause) => (kind, clause) switch
    {
        (SelectorKind.Host, HostClause host) => Exact(Array.ConvertAll(host.Hosts, match => match.Name)),
        (SelectorKind.Method, TextClause { Text: TextField.Method } text) => Exact(text.Matches),
        (SelectorKind.Namespace, TextClause { Text: TextField.Namespace } text) => Exact(text.Matches),
        (SelectorKind.Principal, TextClause { Text: TextField.Principal } text) => Exact(text.Matches),
        (SelectorKind.PathHead, TextClause { Text: TextField.Path } text) => Heads(text.Matches, []),
        (SelectorKind.PathHead, PathClause path) => Heads(path.Matches, path.Templates),
        _ => null,
    };

    private static List<byte[]>? Exact(ByteMatch[] matches)
    {
        var keys = new List<byte[]>();
        foreach (var match in matches)
        {
            if (match.Kind != ByteMatchKind.Exact || match.IgnoreCase)
                return null;
            keys.Add(match.Value);
        }
        return keys;
    }

    private static List<byte[]>? Heads(ByteMatch[] matches, PathTemplate[] templates)
    {
        var keys = new List<byte[]>();
        foreach (var match in matches)
        {
            var isFixed = match.Kind == ByteMatchKind.Exact || (match.Kind == ByteMatchKind.Prefix && PathHead.IsFixedBy(match.Value));
            if (!isFixed || match.IgnoreCase)
                return null;
            keys.Add(PathHead.Of(match.Value).ToArray());
        }
        foreach (var template in templates)
        {
            if (!PathHead.IsFixedBy(template.Literal))
                return null;
            keys.Add(PathHead.Of(template.Literal).ToArray());
        }
        return keys;
    }
}
