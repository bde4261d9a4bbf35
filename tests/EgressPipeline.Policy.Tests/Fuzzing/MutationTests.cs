using System.Diagnostics;
using EgressPipeline.Policy.Tests.Validation;
using EgressPipeline.TestKit;

namespace EgressPipeline.Policy.Tests.Fuzzing;

/// <summary>Reader, validator and compiler on mutated policies: whatever comes, findings have a place and nothing throws.</summary>
public sealed class MutationTests
{
    private const int FixedSeed = 3;
    private const int FixedCount = 3000;

    /// <summary>Far above what a text of some kilobytes takes, even on a busy machine; a quadratic reader is beyond it.</summary>
    private static readonly TimeSpan MostForOneText = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [Fact]
    public void Compile_MutatedPolicies_HoldsTheInvariants()
    {
        var mutator = new PolicyMutator(Seeds(), FixedSeed);
        for (var number = 0; number < FixedCount; number++)
            Check(mutator.Next(), FixedSeed, number);
    }

    [Fact]
    public void Compile_MutatedPoliciesAtLength_HoldsTheInvariants()
    {
        Assert.SkipUnless(LongRun.Fuzz, LongRun.NotAsked);
        var seed = Environment.ProcessId;
        var mutator = new PolicyMutator(Seeds(), seed);
        var number = 0;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Long; number++)
            Check(mutator.Next(), seed, number);
        Assert.True(number > FixedCount, $"only {number} texts in {Long}");
    }

    private static void Check(string text, int seed, int number)
    {
        try
        {
            var clock = Stopwatch.StartNew();
            PolicyInvariants.Check(text);
            if (clock.Elapsed > MostForOneText)
                throw new InvalidOperationException($"it took {clock.Elapsed}");
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"seed {seed}, number {number}: {failure.Message}, input\n{text}", failure);
        }
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
            seeds.AddRange(Directory.GetFiles(Corpus.Path("istio"), "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText));
        return [.. seeds.Where(s => s.Length is > 0 and < 8192)];
    }
}
