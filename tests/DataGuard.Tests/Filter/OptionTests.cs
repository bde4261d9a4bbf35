using EgressPipeline;

namespace DataGuard.Tests.Filter;

public sealed class OptionTests
{
    [Fact]
    public void Options_Defaults_AreValid() => Assert.Empty(Problems(new()));

    [Theory]
    [InlineData("\"")]
    [InlineData("\\")]
    [InlineData("%")]
    [InlineData("é")]
    [InlineData(" ")]
    public void MaskWith_WhatBreaksTheText_IsRefused(string mask) => AssertProblem(new() { MaskWith = mask }, "maskWith", "printable ASCII");

    [Fact]
    public void SkipContentTypes_WhatIsNoMediaType_IsRefused() => AssertProblem(new() { SkipContentTypes = ["image/*", "*"] }, "skipContentTypes[1]", "image/*");

    [Theory]
    [InlineData("Employees", "lower-case")]
    [InlineData("-x", "lower-case")]
    [InlineData("a_b", "lower-case")]
    [InlineData("iban", "another detector")]
    [InlineData("other", "another detector")]
    public void Name_OfADetector_IsChecked(string name, string reason)
    {
        AssertProblem(new() { Literals = [new() { Name = name, Values = ["Falcon"] }] }, "literals[0].name", reason);
        AssertProblem(new() { Patterns = [new() { Name = name, Pattern = "abcd" }] }, "patterns[0].name", reason);
    }

    [Fact]
    public void Name_Twice_IsRefused() =>
        AssertProblem(new() { Literals = [new() { Name = "x", Values = ["Falcon"] }], Patterns = [new() { Name = "x", Pattern = "abcd" }] }, "patterns[0].name", "another detector");

    [Fact]
    public void Literals_TooShortOrTooMany_AreRefused()
    {
        AssertProblem(new() { Literals = [new() { Name = "x", Values = ["Falcon", "abc"] }] }, "literals[0].values[1]", "at least 4");
        AssertProblem(new() { Literals = [new() { Name = "x", Values = [new string('x', 8193)] }] }, "literals[0].values", "8193 bytes");
        string[] most = [.. Enumerable.Range(0, 512).Select(number => $"customer-{number:0000000}")];
        Assert.Empty(Problems(new() { Literals = [new() { Name = "x", Values = most }] }));
    }

    [Fact]
    public void Pattern_ThatCannotBeUsed_IsRefusedAtItsPlace() => AssertProblem(new() { Patterns = [new() { Name = "x", Pattern = "a+" }] }, "patterns[0].pattern", "{1,64}");

    private static void AssertProblem(DataGuardOptions options, string path, string reason)
    {
        var (found, message) = Assert.Single(Problems(options));
        Assert.Equal(path, found);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<(string Path, string Message)> Problems(DataGuardOptions options)
    {
        var problems = new OptionProblems();
        options.Validate(problems);
        return problems.Items;
    }
}
