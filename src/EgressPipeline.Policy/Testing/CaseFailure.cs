using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Testing;

/// <summary>An expectation that does not hold.</summary>
/// <param name="Aspect">The field of the PolicyTest, <c>verdict</c> for the short form.</param>
/// <param name="Expected">The expected value.</param>
/// <param name="Actual">The value that the policies give.</param>
/// <param name="Source">Where the expectation is written.</param>
/// <param name="Decider">The rule that gives the actual value, with its place; null where none does.</param>
public sealed record CaseFailure(string Aspect, string Expected, string Actual, SourceRef Source, RuleRef? Decider)
{
    public override string ToString() => Aspect + " expected " + Expected + ", actual " + Actual;
}
