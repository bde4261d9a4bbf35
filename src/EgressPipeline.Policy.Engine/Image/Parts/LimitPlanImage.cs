using EgressPipeline.Policy.Limits;

namespace EgressPipeline.Policy.Image.Parts;

internal static class LimitPlanImage
{
    public static void Write(ImageWriter writer, LimitPlan limit)
    {
        writer.Text(limit.Name);
        RuleRefImage.Write(writer, limit.Rule);
        writer.Texts(limit.Hosts);
        writer.Numbers(limit.Ports);
        writer.List(limit.Principals, ByteMatchImage.Write);
        writer.Flag(limit.PerPrincipal);
        writer.Optional(limit.Requests, WriteRate);
        writer.Optional(limit.Connections, WriteRate);
        writer.Number(limit.Concurrency);
        writer.Optional(limit.Adaptive, WriteAdaptive);
        writer.Bits((ulong)limit.BytesPerSecond);
        writer.Bits((ulong)limit.BytesPerDay);
        writer.Number(limit.Status);
        writer.Flag(limit.IsReport);
    }

    public static LimitPlan Read(ImageReader reader) => new()
    {
        Name = reader.Text(),
        Rule = RuleRefImage.Read(reader),
        Hosts = reader.Texts(),
        Ports = reader.Numbers(),
        Principals = reader.List(ByteMatchImage.Read),
        PerPrincipal = reader.Flag(),
        Requests = reader.Optional(ReadRate),
        Connections = reader.Optional(ReadRate),
        Concurrency = reader.Number(),
        Adaptive = reader.Optional(ReadAdaptive),
        BytesPerSecond = Bytes(reader),
        BytesPerDay = Bytes(reader),
        Status = reader.Number(),
        IsReport = reader.Flag(),
    };

    private static void WriteRate(ImageWriter writer, RatePlan rate)
    {
        writer.Number(rate.Count);
        writer.Duration(rate.Per);
        writer.Number(rate.Burst);
    }

    private static RatePlan ReadRate(ImageReader reader)
    {
        var rate = new RatePlan(Count: reader.Number(), Per: reader.Duration(), Burst: reader.Number());
        return rate is { Count: > 0, Burst: > 0 } && rate.Per > TimeSpan.Zero ? rate : throw reader.Bad("a rate is not positive");
    }

    private static void WriteAdaptive(ImageWriter writer, AdaptivePlan adaptive)
    {
        writer.Number(adaptive.MinConcurrency);
        writer.Number(adaptive.MaxConcurrency);
        writer.Duration(adaptive.UpdateInterval);
        writer.Fraction(adaptive.Percentile);
        writer.Duration(adaptive.MinRttInterval);
        writer.Number(adaptive.MinRttRequests);
        writer.Fraction(adaptive.JitterPercent);
        writer.Fraction(adaptive.BufferPercent);
    }

    private static AdaptivePlan ReadAdaptive(ImageReader reader)
    {
        var adaptive = new AdaptivePlan(
            MinConcurrency: reader.Number(),
            MaxConcurrency: reader.Number(),
            UpdateInterval: reader.Duration(),
            Percentile: reader.Fraction(),
            MinRttInterval: reader.Duration(),
            MinRttRequests: reader.Number(),
            JitterPercent: reader.Fraction(),
            BufferPercent: reader.Fraction());
        return adaptive.MinConcurrency > 0 && adaptive.MaxConcurrency >= adaptive.MinConcurrency ? adaptive : throw reader.Bad("an adaptive bound has no room");
    }

    private static long Bytes(ImageReader reader) => reader.Bits() is var bytes and <= long.MaxValue ? (long)bytes : throw reader.Bad("a number of bytes is too large");
}
