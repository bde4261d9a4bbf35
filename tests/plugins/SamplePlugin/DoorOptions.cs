using EgressPipeline;

namespace SamplePlugin;

/// <summary>Options of <see cref="DoorFilter"/>.</summary>
public sealed class DoorOptions
{
    /// <summary>The host that is refused.</summary>
    [Option("The host that is refused.")]
    public string Host { get; init; } = "forbidden.example.com";

    /// <summary>A connection that begins with it is refused.</summary>
    [Option("A connection that begins with this byte is refused; -1 for none.", Min = -1, Max = 255)]
    public int FirstByte { get; init; } = -1;
}
