using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class EndpointPlanImage
{
    public static void Write(ImageWriter writer, EndpointPlan endpoint)
    {
        writer.Text(endpoint.Address);
        writer.Number(endpoint.Port);
        writer.Number(endpoint.Weight);
        writer.Text(endpoint.Locality);
        SourceRefImage.Write(writer, endpoint.Source);
        writer.Number(endpoint.Priority);
        writer.Number(endpoint.LocalityShare);
    }

    public static EndpointPlan Read(ImageReader reader) => new(
        Address: reader.Text(),
        Port: reader.Number(ushort.MaxValue, "port"),
        Weight: reader.Number(),
        Locality: reader.Text(),
        Source: SourceRefImage.Read(reader))
    {
        Priority = reader.Number(),
        LocalityShare = reader.Number(),
    };
}
