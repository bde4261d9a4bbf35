using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Image.Parts;

internal static class CidrSetImage
{
    public static void Write(ImageWriter writer, CidrSet ranges) => writer.List(ranges.Ranges.ToArray(), Write);

    public static CidrSet Read(ImageReader reader)
    {
        var ranges = reader.List(ReadRange);
        return ranges.Length == 0 ? CidrSet.Empty : new CidrSet(ranges);
    }

    public static void Write(ImageWriter writer, Cidr range)
    {
        writer.Bits(range.Network.High);
        writer.Bits(range.Network.Low);
        writer.Number(range.PrefixLength);
    }

    public static Cidr ReadRange(ImageReader reader)
    {
        var range = new Cidr(new IpValue(reader.Bits(), reader.Bits()), reader.Number(128, "prefix length"));
        // A network with bits beyond its prefix would contain nothing.
        return Cidr.Mask(range.Network, range.PrefixLength) == range.Network ? range : throw reader.Bad("an address range has bits beyond its prefix");
    }
}
