using EgressPipeline;

namespace SamplePlugin;

/// <summary>Options of <see cref="StampFilter"/>.</summary>
public sealed class StampOptions
{
    /// <summary>What is written.</summary>
    [Option("What is written.", Min = 1, Max = 64)]
    public required string Text { get; init; }
}
