namespace EgressPipeline.TestKit.Tests.Filters;

public sealed class GuardOptions : IValidatedOptions
{
    [Option("The text that no body may have.", Min = 1, Max = 8)]
    public required string Forbidden { get; init; }

    [Option("What is written in its place; without it the message is refused.")]
    public string? Mask { get; init; }

    public void Validate(OptionProblems problems)
    {
        if (Mask is { } mask && mask.Length != Forbidden.Length)
            problems.Add("mask", "must be as long as the forbidden text");
    }
}
