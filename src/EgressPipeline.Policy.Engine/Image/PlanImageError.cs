namespace EgressPipeline.Policy.Image;

/// <summary>Why bytes are no usable image.</summary>
/// <param name="Message">What is wrong and what to do.</param>
/// <param name="Offset">The byte of the image at which it was noticed.</param>
public sealed record PlanImageError(string Message, int Offset)
{
    public override string ToString() => "byte " + Offset + ": " + Message;
}
