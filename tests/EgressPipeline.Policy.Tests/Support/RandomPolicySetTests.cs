using CsCheck;
using EgressPipeline.Policy.Decisions;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>A property over random policies is worth what they reach: most sets compile, and every outcome occurs.</summary>
public sealed class RandomPolicySetTests
{
    private const int Samples = 1000;

    [Fact]
    public void Any_ManySamples_MostlyCompileAndReachEveryReason()
    {
        var compiled = 0;
        var reasons = new HashSet<DecisionReason>();
        var refused = new SortedDictionary<string, int>();
        var (routes, audits, destinations) = (0, 0, 0);
        // A fixed stream: whether a rare outcome comes must not depend on chance.
        var random = new PCG(1, 20);
        var sets = RandomPolicySet.WithCalls(20);
        for (var total = 0; total < Samples; total++)
        {
            var sample = sets.Generate(random, null, out _);
            var result = sample.Set.Compile();
            if (result.Plan is not { } plan)
            {
                var error = result.Diagnostics.First(diagnostic => diagnostic.Severity == Diagnostics.Severity.Error);
                refused[error.Id + " " + error.Message] = refused.GetValueOrDefault(error.Id + " " + error.Message) + 1;
                continue;
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
        }
        Assert.True(compiled > Samples * 0.6, $"{compiled} of {Samples} sets are valid; refused: {string.Join("\n", refused.OrderByDescending(entry => entry.Value))}");
        Assert.Equal(Enum.GetValues<DecisionReason>().Where(reason => reason is not (DecisionReason.Misdirected or DecisionReason.Unauthenticated)), reasons.Order());
        Assert.True(routes > 400 && destinations > 40 && audits > 40, $"{routes} http routes, {destinations} tls or tcp routes, {audits} audited");
    }
}
