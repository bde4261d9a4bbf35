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
        writer.Numbers(outlier.ErrorCodes);
        writer.Optional(outlier.SuccessRate, WriteSuccessRate);
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
        ErrorCodes = reader.Numbers(),
        SuccessRate = reader.Optional(ReadSuccessRate),
    };

    private static void WriteSuccessRate(ImageWriter writer, SuccessRatePlan rate)
    {
        writer.Number(rate.MinimumHosts);
        writer.Number(rate.RequestVolume);
        writer.Number(rate.StdevFactor);
    }

    private static SuccessRatePlan ReadSuccessRate(ImageReader reader)
    {
        var rate = new SuccessRatePlan(MinimumHosts: reader.Number(), RequestVolume: reader.Number(), StdevFactor: reader.Number());
        return rate is { MinimumHosts: > 0, RequestVolume: > 0 } ? rate : throw reader.Bad("a success rate of no hosts or no requests");
    }
}
