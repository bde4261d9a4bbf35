using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Image.Parts;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image;

/// <summary>
/// A whole plan as bytes, for an assembly or a file: what a compiler writes and a process reads without the YAML. The same
/// plan gives the same bytes on every runtime.
/// </summary>
/// <remarks>
/// Layout (<see cref="PlanImageLayout"/>): a header with format version, length and SHA-256, then the host index, which is
/// used where it lies (<see cref="HostImage"/>), the texts, and the parts of the plan one after the other. The hash finds damage;
/// it is no signature.
/// </remarks>
public static class PlanImage
{
    /// <summary>Version of the format. Another version is refused, never guessed at.</summary>
    public const int Version = 13;

    /// <summary>The image of a plan; a multiple of 8 bytes long.</summary>
    public static byte[] Write(EgressPlan plan)
    {
        var writer = new ImageWriter();
        EgressPlanImage.Write(writer, plan);
        var index = plan.HostIndex.Bytes;
        var texts = writer.Texts();
        var body = writer.Body();
        var textsAt = PlanImageLayout.HeaderSize + index.Length;
        var bodyAt = Align(textsAt + texts.Length);
        var image = new byte[Align(bodyAt + body.Length)];
        PlanImageLayout.Magic.CopyTo(image);
        Number(image, PlanImageLayout.Version, Version);
        Number(image, PlanImageLayout.Length, image.Length);
        Section(image, PlanImageLayout.Index, PlanImageLayout.HeaderSize, index);
        Section(image, PlanImageLayout.Texts, textsAt, texts);
        Section(image, PlanImageLayout.Body, bodyAt, body);
        Checksum(image).CopyTo(image, PlanImageLayout.Checksum);
        return image;
    }

    /// <summary>Reads an image back; whatever is not an undamaged image of this version gives an error and no plan.</summary>
    public static bool TryRead(ReadOnlySpan<byte> image, [NotNullWhen(true)] out EgressPlan? plan, [NotNullWhen(false)] out PlanImageError? error)
    {
        plan = null;
        error = FirstDamage(image);
        if (error is not null)
            return false;
        var body = SectionOf(image, PlanImageLayout.Body);
        try
        {
            var reader = new ImageReader(SectionOf(image, PlanImageLayout.Texts), body);
            plan = EgressPlanImage.Read(reader, SectionOf(image, PlanImageLayout.Index));
            return true;
        }
        catch (ImageFormatException bad)
        {
            error = new PlanImageError(bad.Message, BinaryPrimitives.ReadInt32LittleEndian(image.Slice(PlanImageLayout.Body)) + bad.Offset);
            return false;
        }
    }

    /// <summary>Reads an image that is known to be good, such as one that was compiled into this program.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static EgressPlan Read(ReadOnlySpan<byte> image) =>
        TryRead(image, out var plan, out var error) ? plan : throw new InvalidDataException(error.ToString());

    /// <summary>
    /// True when bytes begin as an image does and are at least as many as it says: for finding one in a larger file.
    /// <see cref="TryRead"/> tells whether it is whole.
    /// </summary>
    public static bool TryGetLength(ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        if (bytes.Length < PlanImageLayout.HeaderSize || !bytes.StartsWith(PlanImageLayout.Magic))
            return false;
        length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Slice(PlanImageLayout.Length));
        return length >= PlanImageLayout.HeaderSize && length <= bytes.Length;
    }

    private static PlanImageError? FirstDamage(ReadOnlySpan<byte> image)
    {
        if (image.Length < PlanImageLayout.HeaderSize || !image.StartsWith(PlanImageLayout.Magic))
            return new PlanImageError("it is no compiled policy", 0);
        var version = BinaryPrimitives.ReadInt32LittleEndian(image.Slice(PlanImageLayout.Version));
        if (version != Version)
            return new PlanImageError("it has version " + version + " of the format and this program reads version " + Version + "; compile the policies again with the same release", PlanImageLayout.Version);
        var length = BinaryPrimitives.ReadInt32LittleEndian(image.Slice(PlanImageLayout.Length));
        if (length != image.Length)
            return new PlanImageError("it has " + image.Length + " bytes and should have " + length, PlanImageLayout.Length);
        if (!image.Slice(PlanImageLayout.Checksum, PlanImageLayout.ChecksumSize).SequenceEqual(Checksum(image.ToArray())))
            return new PlanImageError("its checksum is wrong, so it was damaged", PlanImageLayout.Checksum);
        foreach (var section in PlanImageLayout.Sections)
            if (!IsSection(image, section))
                return new PlanImageError("a part lies outside of it", section);
        return null;
    }

    private static bool IsSection(ReadOnlySpan<byte> image, int section)
    {
        var offset = BinaryPrimitives.ReadInt32LittleEndian(image.Slice(section));
        var length = BinaryPrimitives.ReadInt32LittleEndian(image.Slice(section + 4));
        return offset >= PlanImageLayout.HeaderSize && length >= 0 && offset <= image.Length - length;
    }

    internal static ReadOnlySpan<byte> SectionOf(ReadOnlySpan<byte> image, int section) => image.Slice(
        BinaryPrimitives.ReadInt32LittleEndian(image.Slice(section)),
        BinaryPrimitives.ReadInt32LittleEndian(image.Slice(section + 4)));

    private static void Section(byte[] image, int section, int offset, ReadOnlySpan<byte> content)
    {
        Number(image, section, offset);
        Number(image, section + 4, content.Length);
        content.CopyTo(image.AsSpan(offset));
    }

    private static void Number(byte[] image, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(offset), value);

    private static int Align(int length) => (length + 7) & ~7;

    // Over everything after the checksum; what stands before it is compared as it is.
    private static byte[] Checksum(byte[] image)
    {
        const int start = PlanImageLayout.Checksum + PlanImageLayout.ChecksumSize;
        using var sha = SHA256.Create();
        return sha.ComputeHash(image, start, image.Length - start);
    }
}
