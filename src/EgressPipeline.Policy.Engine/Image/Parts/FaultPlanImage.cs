using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class FaultPlanImage
{
    public static void Write(ImageWriter writer, FaultPlan fault)
    {
        writer.Optional(fault.Delay, Write);
        writer.Optional(fault.Abort, Write);
    }

    public static FaultPlan Read(ImageReader reader) => new(Delay: reader.Optional(ReadDelay), Abort: reader.Optional(ReadAbort));

    private static void Write(ImageWriter writer, FaultDelayPlan delay)
    {
        writer.Duration(delay.Duration);
        writer.Number(delay.PerMillion);
    }

    private static FaultDelayPlan ReadDelay(ImageReader reader) => new(
        Duration: reader.Duration(),
        PerMillion: reader.Number(Share.Whole, "share of delays"));

    private static void Write(ImageWriter writer, FaultAbortPlan abort)
    {
        writer.Number(abort.Status);
        writer.Flag(abort.IsGrpc);
        writer.Number(abort.PerMillion);
    }

    private static FaultAbortPlan ReadAbort(ImageReader reader) => new(
        Status: reader.Number(999, "status of an abort"),
        IsGrpc: reader.Flag(),
        PerMillion: reader.Number(Share.Whole, "share of aborts"));
}
