namespace EgressPipeline.Policy.Image;

/// <summary>
/// Leaves the nested reading of a bad body; caught in <see cref="PlanImage.TryRead"/> alone, which makes it a value.
/// </summary>
internal sealed class ImageFormatException(string message, int offset) : Exception(message)
{
    /// <summary>Byte of the body.</summary>
    public int Offset { get; } = offset;
}
