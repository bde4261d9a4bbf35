using EgressPipeline;

namespace HostilePlugin;

/// <summary>Options of <see cref="HostileFilter"/>.</summary>
public sealed class HostileOptions
{
    /// <summary>What it does.</summary>
    [Option("What it does.")]
    public required Misdeed Misdeed { get; init; }
}
