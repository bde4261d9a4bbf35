using System.Buffers.Binary;
using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Image;

/// <summary>Looks hosts up in an image where it lies, without reading it into objects.</summary>
public static class HostImage
{
    /// <summary>
    /// The position in <see cref="Plan.EgressPlan.Hosts"/> of the most specific pattern that matches a normalised host
    /// (<see cref="HostName"/>), or -1. 0 bytes are allocated. Safe for concurrent use.
    /// </summary>
    /// <param name="image">What <see cref="PlanImage.Write"/> returned.</param>
    /// <param name="host">The name: lower-case, without port and trailing dot.</param>
    /// <exception cref="InvalidDataException">The image is of another version of the format.</exception>
    public static int Find(ReadOnlySpan<byte> image, ReadOnlySpan<byte> host)
    {
        if (image.Length < PlanImageLayout.HeaderSize || BinaryPrimitives.ReadInt32LittleEndian(image.Slice(PlanImageLayout.Version)) != PlanImage.Version)
            throw Unreadable();
        return HostIndexSearch.Find(PlanImage.SectionOf(image, PlanImageLayout.Index), host);
    }

    private static InvalidDataException Unreadable() => new("this is no image of version " + PlanImage.Version + ": compile the policies again");
}
