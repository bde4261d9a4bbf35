using EgressPipeline.Policy.Validation;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>What lies just beyond a bound is refused with the reason, and what lies on it is taken.</summary>
public sealed class EdgeExampleTests
{
    public static TheoryData<int, string> Beyond()
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < EdgeExamples.All.Length; i++)
            data.Add(i, EdgeExamples.All[i].Example.Id + " " + EdgeExamples.All[i].Words);
        return data;
    }

    public static TheoryData<int, string> Within()
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < ValidEdges.All.Length; i++)
            data.Add(i, ValidEdges.All[i].Id);
        return data;
    }

    [Theory]
    [MemberData(nameof(Beyond))]
    public void Value_BeyondTheBound_IsReportedWithTheReason(int index, string name)
    {
        var (example, words) = EdgeExamples.All[index];
        var found = Checking.Check(example.Yaml, ValidationOptions.Isolated);
        Assert.True(
            found.Any(d => d.Id == example.Id && d.Source == example.Place && d.Message.Contains(words, StringComparison.Ordinal)),
            $"expected {name} at {example.Place.Line},{example.Place.Column}; found\n" + string.Join("\n", found));
    }

    [Theory]
    [MemberData(nameof(Within))]
    public void Value_OnTheBound_HasNoSuchFinding(int index, string id)
    {
        var found = Checking.Check(ValidEdges.All[index].Yaml, ValidationOptions.Isolated);
        Assert.DoesNotContain(found, d => d.Id == id);
    }
}
