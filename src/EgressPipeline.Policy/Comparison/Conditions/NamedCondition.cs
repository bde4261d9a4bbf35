using EgressPipeline.Policy.Comparison.Text;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Conditions;

/// <summary>A condition of an http match on a header, on the absence of one, or on a query parameter.</summary>
internal sealed class NamedCondition(NamedCondition.Side side, NamedMatch match)
    : Condition(new Dimension(side == Side.Query ? DimensionKind.Query : DimensionKind.Header, match.Name), KeyOf(side, match))
{
    public enum Side { Header, WithoutHeader, Query }

    public bool IsWithout => side == Side.WithoutHeader;

    public override IEnumerable<TextPattern> Patterns => [ClausePatterns.OfField(match.Match)];

    public override bool Holds(in CallFacts call) => side switch
    {
        Side.Header => match.IsMatch(call.Headers),
        Side.WithoutHeader => match.IsExcluded(call.Headers),
        _ => match.IsMatch(call.Query),
    };

    private static string KeyOf(Side side, NamedMatch match)
    {
        var key = ClausePatterns.OfField(match.Match).Key;
        return (side switch { Side.Header => "header ", Side.WithoutHeader => "without ", _ => "query " })
            + match.Name.Length + ":" + match.Name + " " + key.Length + ":" + key;
    }
}
