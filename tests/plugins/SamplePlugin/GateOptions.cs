using EgressPipeline;

namespace SamplePlugin;

/// <summary>Options of <see cref="GateFilter"/>.</summary>
public sealed class GateOptions
{
    /// <summary>Where a redirect leads.</summary>
    [Option("Where a redirect leads.")]
    public string RedirectHost { get; init; } = "elsewhere.example.com";

    /// <summary>Its port.</summary>
    [Option("Its port.", Min = 1, Max = 65535)]
    public int RedirectPort { get; init; } = 80;
}
