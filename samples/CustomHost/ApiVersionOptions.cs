using EgressPipeline;

namespace CustomHost;

/// <summary>Options of <see cref="ApiVersionFilter"/>.</summary>
public sealed class ApiVersionOptions
{
    /// <summary>The version to send.</summary>
    [Option("The version to send.", Min = 1, Max = 64)]
    public required string Version { get; init; }

    /// <summary>The header that carries it.</summary>
    [Option("The header that carries it.", Min = 1, Max = 64)]
    public string Header { get; init; } = "x-api-version";

    /// <summary>What becomes of a call that asks for another version.</summary>
    [Option("What becomes of a call that asks for another version.")]
    public OtherVersion Otherwise { get; init; } = OtherVersion.Replace;
}
