using System.Text.Json;
using CsCheck;
using EgressPipeline.Retry;
using EgressPipeline.TestKit;

namespace EgressPipeline.Tests.Retry;

public sealed class BackoffTests
{
    [Fact]
    public void Next_AnyAttempt_StaysBelowItsBoundAndTheCap() =>
        Gen.Select(Gen.Int[1, 10_000], Gen.Int[0, 100], Gen.Int).Sample((milliseconds, attempt, seed) =>
        {
            var unit = TimeSpan.FromMilliseconds(milliseconds);
            var wait = Backoff.Next(unit, attempt, new Random(seed));
            return wait >= TimeSpan.Zero && wait < Backoff.Bound(unit, unit * 10, attempt) && Backoff.Bound(unit, unit * 10, attempt) <= unit * 10;
        });

    [Fact]
    public void FieldCases_OfTheJitteredSequence_GiveTheSameBounds()
    {
        Assert.SkipUnless(Corpus.Exists, Corpus.Absent);
        using var document = JsonDocument.Parse(File.ReadAllText(Corpus.Path("vectors/envoy-behaviour.json")));
        foreach (var example in document.RootElement.GetProperty("backoff").EnumerateArray())
        {
            var unit = TimeSpan.FromMilliseconds(example.GetProperty("base").GetInt32());
            var cap = TimeSpan.FromMilliseconds(example.GetProperty("max").GetInt32());
            var random = example.GetProperty("random").GetInt64();
            var expected = example.GetProperty("seq").EnumerateArray().Select(e => e.GetInt64());
            var actual = Enumerable.Range(0, example.GetProperty("seq").GetArrayLength()).Select(n => random % (long)Backoff.Bound(unit, cap, n).TotalMilliseconds);
            Assert.Equal(expected, actual);
        }
    }
}
