namespace EgressPipeline.Policy.Diagnostics;

/// <summary>How bad a finding is. Only <see cref="Error"/> keeps a policy set from being loaded.</summary>
public enum Severity
{
    Info,
    Warning,
    Error,
}
