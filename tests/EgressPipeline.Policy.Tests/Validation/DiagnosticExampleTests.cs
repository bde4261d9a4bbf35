using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>Further ways to each diagnostic, with the exact place; one way each stands on its page (<see cref="DiagnosticPageTests"/>).</summary>
public sealed class DiagnosticExampleTests
{
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
}
