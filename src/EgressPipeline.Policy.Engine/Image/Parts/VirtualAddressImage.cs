using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class VirtualAddressImage
{
    public static void Write(ImageWriter writer, VirtualAddress address)
    {
        writer.Number(address.HostIndex);
        writer.Number(address.Number);
    }

    public static VirtualAddress Read(ImageReader reader)
    {
        var host = reader.Host();
        var number = reader.Number(VirtualAddressTable.Capacity, "virtual address");
        return number > 0 ? new VirtualAddress(host.Index, number) : throw reader.Bad("a virtual address is 0");
    }
}
