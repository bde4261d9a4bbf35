using CsCheck;
using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>A property over random policies is worth what they reach: most sets compile, and every outcome occurs.</summary>
public sealed class RandomPolicySetTests
{
    [Fact]
    public void Any_ManySamples_MostlyCompileAndReachEveryReason()
    {
        var compiled = 0;
        var total = 0;
        var reasons = new HashSet<DecisionReason>();
        var refused = new SortedDictionary<string, int>();
        var (routes, audits, destinations) = (0, 0, 0);
        Check.Sample(RandomPolicySet.WithCalls(20), sample =>
        {
            total++;
            var result = sample.Set.Compile();
            if (result.Plan is not { } plan)
            {
                var error = result.Diagnostics.First(diagnostic => diagnostic.Severity == Diagnostics.Severity.Error);
                refused[error.Id + " " + error.Message] = refused.GetValueOrDefault(error.Id + " " + error.Message) + 1;
                return;
            }
            compiled++;
            foreach (var call in sample.Calls)
            {
                var decision = call.Decide(plan);
                reasons.Add(decision.Reason);
                routes += decision.Route is null ? 0 : 1;
                destinations += decision.Destinations is null ? 0 : 1;
                audits += decision.Audit is null ? 0 : 1;
            }
        }, iter: 500, threads: 1);
        Assert.True(compiled > total * 0.6, $"{compiled} of {total} sets are valid; refused: {string.Join("\n", refused.OrderByDescending(entry => entry.Value))}");
        Assert.Equal(Enum.GetValues<DecisionReason>().Where(reason => reason != DecisionReason.Misdirected), reasons.Order());
        Assert.True(routes > 200 && destinations > 20 && audits > 20, $"{routes} http routes, {destinations} tls or tcp routes, {audits} audited");
    }
}
