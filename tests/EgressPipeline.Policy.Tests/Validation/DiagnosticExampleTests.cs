using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

public sealed class DiagnosticExampleTests
{
    /// <summary>Ids whose examples need more than a short text, and stand in tests of their own.</summary>
    private static readonly string[] Elsewhere =
        [TextDiagnostics.TooLarge.Id, TextDiagnostics.TooManyFindings.Id, PolicyTestDiagnostics.Failed.Id, PolicyTestDiagnostics.NotRun.Id];

    public static TheoryData<int, string> Examples()
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < DiagnosticExamples.All.Length; i++)
            data.Add(i, DiagnosticExamples.All[i].Id);
        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_MarkedPlace_IsWhereTheDiagnosticPoints(int index, string id)
    {
        var example = DiagnosticExamples.All[index];
        var found = Checking.Check(example.Yaml);
        Assert.True(
            found.Any(d => d.Id == id && d.Source == example.Place),
            $"expected {id} at {example.Place.Line},{example.Place.Column}; found\n" + string.Join("\n", found));
    }

    [Fact]
    public void Catalogue_EveryIdOfReadingAndValidation_HasAnExample()
    {
        var examples = DiagnosticExamples.All.Select(e => e.Id).Concat(Elsewhere).ToHashSet();
        // What compiling finds is tested beside the compiler (EGP07), what only a build finds beside the generator (EGP20),
        // what needs the filters beside these (EGP13).
        Assert.Empty(DiagnosticCatalogue.All.Select(d => d.Id).Where(id => !id.StartsWith("EGP07", StringComparison.Ordinal) && !id.StartsWith("EGP20", StringComparison.Ordinal) && !id.StartsWith("EGP13", StringComparison.Ordinal)).Except(examples));
    }
}
