using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class ServicePortPlanImage
{
    public static void Write(ImageWriter writer, ServicePortPlan port)
    {
        writer.Number(port.Number);
        writer.Text(port.Name);
        writer.Choice(port.Protocol);
        writer.Number(port.Cluster.Index);
        CidrSetImage.Write(writer, port.Addresses);
        RuleRefImage.Write(writer, port.Rule);
    }

    public static ServicePortPlan Read(ImageReader reader) => new()
    {
        Number = reader.Number(ushort.MaxValue, "port"),
        Name = reader.Text(),
        Protocol = reader.Choice<PortProtocol>(),
        Cluster = reader.Cluster(),
        Addresses = CidrSetImage.Read(reader),
        Rule = RuleRefImage.Read(reader),
    };
}
