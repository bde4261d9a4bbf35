using EgressPipeline.Policy.Matching;

namespace EgressPipeline.Policy.Image.Parts;

/// <summary>A service by address; the port is that very object of the host, as in the plan.</summary>
internal static class AddressEntryImage
{
    public static void Write(ImageWriter writer, AddressEntry entry)
    {
        writer.Flag(entry.Range is not null);
        if (entry.Range is { } range)
            CidrSetImage.Write(writer, range);
        writer.Number(entry.Host.Index);
        writer.Number(Array.IndexOf(entry.Host.Ports, entry.Port));
    }

    public static AddressEntry Read(ImageReader reader)
    {
        Cidr? range = reader.Flag() ? CidrSetImage.ReadRange(reader) : null;
        var host = reader.Host();
        return new AddressEntry(range, host, reader.At(host.Ports, "port"));
    }
}
