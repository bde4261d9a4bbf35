namespace EgressPipeline.Interception.Applying;

/// <summary>How a program ended and what it said.</summary>
internal sealed record ProgramOutput(int ExitCode, string Output, string Error)
{
    public bool IsSuccess => ExitCode == 0;
}
