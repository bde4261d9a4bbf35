using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

/// <summary>The weighted destinations of a route; their sum is not written but added up, so that it cannot be wrong.</summary>
internal static class DestinationsImage
{
    public static void Write(ImageWriter writer, WeightedCluster[] destinations) => writer.List(destinations, Write);

    public static WeightedCluster[] Read(ImageReader reader, out int totalWeight)
    {
        var destinations = reader.List(Read);
        var total = 0L;
        foreach (var destination in destinations)
            total += destination.Weight;
        totalWeight = total <= int.MaxValue ? (int)total : throw reader.Bad("the weights of a route are too large");
        return destinations;
    }

    private static void Write(ImageWriter writer, WeightedCluster destination)
    {
        writer.Number(destination.Cluster.Index);
        writer.Number(destination.Weight);
        HeaderOperationsImage.Write(writer, destination.Headers);
    }

    private static WeightedCluster Read(ImageReader reader) => new(
        Cluster: reader.Cluster(),
        Weight: reader.Number(),
        Headers: HeaderOperationsImage.Read(reader));
}
