namespace EgressPipeline.TestSupport;

/// <summary>How a program ended and what it wrote.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>Everything in one text, for the message of a failed assertion.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}{Error}";
}
