using System.Diagnostics;
using EgressPipeline.Policy.Tests.Validation;
using EgressPipeline.TestKit;

namespace EgressPipeline.Policy.Tests.Fuzzing;

/// <summary>Reader, validator and compiler on mutated policies: whatever comes, findings have a place and nothing throws.</summary>
public sealed class MutationTests
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [Fact]
    public void Compile_MutatedPolicies_HoldsTheInvariants() => Fuzz(Usual);

    [Fact]
    public void Compile_MutatedPoliciesAtLength_HoldsTheInvariants()
    {
        Assert.SkipUnless(LongRun.Fuzz, LongRun.NotAsked);
        Fuzz(Long);
    }

    private static void Fuzz(TimeSpan duration)
    {
        var seed = Environment.ProcessId;
        var mutator = new PolicyMutator(Seeds(), seed);
        var count = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < duration; count++)
        {
            var text = mutator.Next();
            try
            {
                PolicyInvariants.Check(text);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"seed {seed}, number {count}: {failure.Message}, input\n{text}", failure);
            }
        }
        Assert.True(count > 100, $"only {count} texts in {duration}");
    }

    /// <summary>The examples of every diagnostic, and the policies of the corpus where it is.</summary>
    private static string[] Seeds()
    {
        var seeds = DiagnosticExamples.All.Select(e => e.Yaml).ToList();
        foreach (var descriptor in Diagnostics.DiagnosticCatalogue.All)
        {
            var page = new DiagnosticPage(descriptor, RepositoryDocument.Read(descriptor.HelpPath));
            seeds.AddRange([page.Bad, page.Good]);
        }
        if (Corpus.Exists)
            seeds.AddRange(Directory.GetFiles(Corpus.Path("istio"), "*.yaml", SearchOption.AllDirectories).Select(File.ReadAllText));
        return [.. seeds.Where(s => s.Length is > 0 and < 8192)];
    }
}
