using EgressPipeline.Policy.Comparison.Conditions;
using EgressPipeline.Policy.Comparison.Contexts;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Sides;

/// <summary>What is left of http matches in one context.</summary>
internal sealed class RouteConditions(ConditionTable table, HostClasses hosts)
{
    /// <summary>Above this many names and wildcards inside a wildcard a regular expression on its names is not analysed.</summary>
    private const int MaxInside = 200;

    /// <summary>The conditions on what varies, or null when the match holds for no call of the context.</summary>
    public Conjunction? Reduce(HttpMatch match, CallContext context, in CallFacts call)
    {
        if (match.Port != 0 && match.Port != call.Port)
            return null;
        var conditions = new List<Condition>();
        if (match.Authority is { } authority)
        {
            if (Varies(authority, context))
                conditions.Add(OnAuthority(authority, context));
            else if (!AuthorityMatch.IsMatch(authority, call.Host, call.Port))
                return null;
        }
        Add(DimensionKind.Method, match.Method, conditions);
        Add(DimensionKind.Path, match.Uri, conditions);
        Add(DimensionKind.Scheme, match.Scheme, conditions);
        foreach (var header in match.Headers)
            conditions.Add(table.Of(new NamedCondition(NamedCondition.Side.Header, header), header.Match));
        foreach (var header in match.WithoutHeaders)
            conditions.Add(table.Of(new NamedCondition(NamedCondition.Side.WithoutHeader, header), header.Match));
        foreach (var parameter in match.QueryParameters)
            conditions.Add(table.Of(new NamedCondition(NamedCondition.Side.Query, parameter), parameter.Match));
        return Conjunction.Of(conditions);
    }

    /// <summary>True where the one host or port of the context does not stand for all: only a regular expression looks so close.</summary>
    private static bool Varies(ByteMatch authority, CallContext context) =>
        authority.Kind == ByteMatchKind.Regex && (context.Host.IsFamily || context.Port.Except is not null || context.Host.Addresses is not null);

    private Condition OnAuthority(ByteMatch authority, CallContext context)
    {
        var condition = new AuthorityCondition(authority, context.Port.Number);
        var isAnalysed = context.Host.IsFamily && context.Port.Except is null && hosts.Inside(context.Host).Count <= MaxInside;
        return isAnalysed ? table.Of(condition, authority) : table.OfOpaque(condition, "authority regex " + authority.Text);
    }

    private void Add(DimensionKind field, ByteMatch? match, List<Condition> conditions)
    {
        if (match is not null)
            conditions.Add(table.Of(new RequestCondition(field, match), match));
    }
}
