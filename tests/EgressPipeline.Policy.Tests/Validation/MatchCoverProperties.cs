using CsCheck;
using EgressPipeline.Policy.Compilation;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Tests.Support;
using EgressPipeline.Policy.Text;
using EgressPipeline.Policy.Validation;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>What is said of http matches holds for every request.</summary>
public sealed class MatchCoverProperties
{
    private static readonly Gen<Decisions.TestCall[]> Calls = RandomServices.Gen1To(2).SelectMany(RandomCall.To).Array[30];

    [Fact]
    public void CoveredMatch_TakesNothingThatTheOtherDoesNot()
    {
        var covered = 0;
        Gen.Select(RandomMatches.Http, RandomMatches.Http, Calls).Sample((wide, narrow, calls) =>
        {
            var rules = Read(wide, narrow);
            if (!MatchCover.Covers(rules[0], rules[1]))
                return;
            Interlocked.Increment(ref covered);
            var compiler = new HttpMatchCompiler(new DiagnosticBag());
            var (outer, inner) = (compiler.Compile(rules[0], 0), compiler.Compile(rules[1], 0));
            foreach (var call in calls)
                Assert.True(!inner.IsMatch(call.Facts()) || outer.IsMatch(call.Facts()), wide + "\n" + narrow + "\n" + call);
        }, iter: 5000);
        Assert.True(covered > 50, $"only {covered} pairs cover");
    }

    [Fact]
    public void MatchThatNothingFulfils_TakesNoCallOfItsHosts()
    {
        var found = 0;
        Gen.Select(RandomMatches.Http, Calls).Sample((match, calls) =>
        {
            var service = Document(match);
            var bag = new DiagnosticBag();
            SatisfiabilityChecks.Check(service.Http[0].Match[0], service, bag);
            if (!bag.Items.Any(d => d.Id == VirtualServiceDiagnostics.NeverMatches.Id))
                return;
            Interlocked.Increment(ref found);
            var compiled = new HttpMatchCompiler(new DiagnosticBag()).Compile(service.Http[0].Match[0], 0);
            foreach (var call in calls)
                Assert.False(call.Host == "a.test" && compiled.IsMatch(call.Facts()), match + "\n" + call);
        }, iter: 5000);
        Assert.True(found > 50, $"only {found} matches cannot be fulfilled");
    }

    private static HttpMatchRule[] Read(params string[] matches) => Document(string.Join(", ", matches)).Http[0].Match;

    private static VirtualServiceRule Document(string matches) => PolicyReader.Read([new PolicyFile("p.yaml",
        "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: x}, spec: {hosts: [a.test], http: [{match: [" + matches + "], directResponse: {status: 200}}]}}")]).VirtualServices[0];
}
