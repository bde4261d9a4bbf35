using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class MirrorPlanImage
{
    public static void Write(ImageWriter writer, MirrorPlan mirror)
    {
        writer.Number(mirror.Cluster.Index);
        writer.Number(mirror.PerMillion);
    }

    public static MirrorPlan Read(ImageReader reader) => new(
        Cluster: reader.Cluster(),
        PerMillion: reader.Number(Share.Whole, "share of a mirror"));
}
