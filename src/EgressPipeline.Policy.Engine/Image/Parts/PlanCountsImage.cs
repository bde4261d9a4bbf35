using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class PlanCountsImage
{
    public static void Write(ImageWriter writer, PlanCounts counts)
    {
        writer.Number(counts.Files);
        writer.Number(counts.Documents);
        writer.Number(counts.Services);
        writer.Number(counts.VirtualServices);
        writer.Number(counts.DestinationRules);
        writer.Number(counts.AuthorizationPolicies);
        writer.Number(counts.Sidecars);
        writer.Number(counts.Skipped);
        writer.Number(counts.FilterBindings);
        writer.Number(counts.RequestAuthentications);
        writer.Number(counts.Limits);
    }

    public static PlanCounts Read(ImageReader reader) => new(
        Files: reader.Number(),
        Documents: reader.Number(),
        Services: reader.Number(),
        VirtualServices: reader.Number(),
        DestinationRules: reader.Number(),
        AuthorizationPolicies: reader.Number(),
        Sidecars: reader.Number(),
        Skipped: reader.Number())
    {
        FilterBindings = reader.Number(),
        RequestAuthentications = reader.Number(),
        Limits = reader.Number(),
    };
}
