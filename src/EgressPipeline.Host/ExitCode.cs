namespace EgressPipeline.Host;

/// <summary>What the process ends with; scripts rely on these.</summary>
internal static class ExitCode
{
    public const int Fine = 0;

    /// <summary>A policy has errors, a call is denied.</summary>
    public const int Findings = 1;

    /// <summary>A flag, argument or setting is wrong.</summary>
    public const int WrongUsage = 2;

    /// <summary>The sidecar could not start: no policies, policies with errors, a port in use.</summary>
    public const int CouldNotStart = 3;
}
