using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Decisions;

/// <summary>Says in words why a refused call was refused, and which rule came nearest to letting it through. Cold path.</summary>
public static class NearestMiss
{
    /// <summary>
    /// The nearest rule that would have let the call pass and the first condition of it that failed, with file:line; null
    /// for an allowed call and where nothing comes near.
    /// </summary>
    public static string? Explain(EgressPlan plan, in CallFacts facts, in Decision decision) => throw new NotImplementedException();
}
