using EgressPipeline.Policy.Decisions;
using EgressPipeline.Policy.Explaining;

namespace EgressPipeline.Policy.Tests.Explaining;

public sealed class ReasonTextTests
{
    [Fact]
    public void Reasons_HaveANameAndWordsOfTheirOwn()
    {
        var reasons = Enum.GetValues<DecisionReason>();

        Assert.Equal(reasons.Length, ReasonText.ByName.Count);
        Assert.Equal(DecisionReason.DeniedByRule, ReasonText.ByName["denied_by_rule"]);
        Assert.Equal(reasons.Length, reasons.Select(ReasonText.Words).Distinct().Count());
    }

    [Fact]
    public void Verdict_IsAllowedForWhatTheEngineLetsThrough() =>
        Assert.All(Enum.GetValues<DecisionReason>(), reason => Assert.Equal(new Decision { Reason = reason }.IsAllowed, Verdicts.Of(reason) == Verdict.Allowed));
}
