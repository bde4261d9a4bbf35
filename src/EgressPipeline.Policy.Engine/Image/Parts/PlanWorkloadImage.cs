using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class PlanWorkloadImage
{
    public static void Write(ImageWriter writer, PlanWorkload workload)
    {
        writer.Flag(workload.IsKnown);
        writer.Text(workload.Namespace);
        writer.List(workload.Labels, WriteLabel);
    }

    public static PlanWorkload Read(ImageReader reader) => new(IsKnown: reader.Flag(), Namespace: reader.Text(), Labels: reader.List(ReadLabel));

    private static void WriteLabel(ImageWriter writer, PlanLabel label)
    {
        writer.Text(label.Name);
        writer.OptionalText(label.Value);
    }

    private static PlanLabel ReadLabel(ImageReader reader) => new(Name: reader.Text(), Value: reader.OptionalText());
}
