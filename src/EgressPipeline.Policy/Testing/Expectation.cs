using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Explaining;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Testing;

/// <summary>One expected aspect of a decision, as a test compares it.</summary>
/// <param name="Name">The field of the PolicyTest.</param>
/// <param name="Scope">To which outcomes it can apply.</param>
/// <param name="Source">Where it is written.</param>
/// <param name="Expected">The expected value in words.</param>
/// <param name="Read">The actual value in words, from an outcome.</param>
/// <param name="Holds">Whether an outcome has the expected value.</param>
/// <param name="Decider">The rule that gave the outcome its value, for who has to correct it.</param>
internal sealed record Expectation(
    string Name,
    ExpectationScope Scope,
    SourceRef Source,
    string Expected,
    Func<DecisionOutcome, string> Read,
    Func<DecisionOutcome, bool> Holds,
    Func<DecisionOutcome, RuleRef?> Decider);
