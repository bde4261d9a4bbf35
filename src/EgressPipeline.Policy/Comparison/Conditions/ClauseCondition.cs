using EgressPipeline.Policy.Authorization;
using EgressPipeline.Policy.Comparison.Addresses;
using EgressPipeline.Policy.Comparison.Text;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Comparison.Conditions;

/// <summary>A clause of an AuthorizationPolicy, on a call that shows the clause's field.</summary>
internal sealed class ClauseCondition(AuthorizationClause clause, Dimension dimension, string key) : Condition(dimension, key)
{
    public override IEnumerable<TextPattern> Patterns => ClausePatterns.Of(clause);

    public override IEnumerable<AddressRange> Ranges => clause is AddressClause address ? Array.ConvertAll(address.Ranges.Ranges.ToArray(), AddressRange.Of) : [];

    public override bool Holds(in CallFacts call) => clause.Evaluate(call) == Truth.Yes;
}
