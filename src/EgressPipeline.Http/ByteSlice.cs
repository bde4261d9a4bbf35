namespace EgressPipeline.Http;

/// <summary>A part of a head's buffer, as offsets.</summary>
internal readonly record struct ByteSlice(int Start, int Length)
{
    public int End => Start + Length;

    public ReadOnlySpan<byte> Of(byte[] buffer) => buffer.AsSpan(Start, Length);
}
