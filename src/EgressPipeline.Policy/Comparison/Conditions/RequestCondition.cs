using EgressPipeline.Policy.Comparison.Text;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Conditions;

/// <summary>A condition of an http match on method, path or scheme.</summary>
internal sealed class RequestCondition(DimensionKind field, ByteMatch match) : Condition(Dimension.Of(field), field + " " + new MatchPattern(match).Key.Length + ":" + new MatchPattern(match).Key)
{
    public override IEnumerable<TextPattern> Patterns => [new MatchPattern(match)];

    public override bool Holds(in CallFacts call) => match.IsMatch(field switch
    {
        DimensionKind.Method => call.Method,
        DimensionKind.Path => call.Path,
        _ => call.Scheme,
    });
}
