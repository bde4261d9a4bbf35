using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class OutlierPlanImage
{
    public static void Write(ImageWriter writer, OutlierPlan outlier)
    {
        writer.Number(outlier.Consecutive5xx);
        writer.Number(outlier.ConsecutiveGateway);
        writer.Flag(outlier.SplitLocalOrigin);
        writer.Number(outlier.ConsecutiveLocalOrigin);
        writer.Duration(outlier.Interval);
        writer.Duration(outlier.BaseEjectionTime);
        writer.Number(outlier.MaxEjectionPercent);
        writer.Number(outlier.MinHealthPercent);
    }

    public static OutlierPlan Read(ImageReader reader) => new()
    {
        Consecutive5xx = reader.Number(),
        ConsecutiveGateway = reader.Number(),
        SplitLocalOrigin = reader.Flag(),
        ConsecutiveLocalOrigin = reader.Number(),
        Interval = reader.Duration(),
        BaseEjectionTime = reader.Duration(),
        MaxEjectionPercent = reader.Number(100, "maxEjectionPercent"),
        MinHealthPercent = reader.Number(100, "minHealthPercent"),
    };
}
