using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Image.Parts;

internal static class WarmupPlanImage
{
    public static void Write(ImageWriter writer, WarmupPlan warmup)
    {
        writer.Duration(warmup.Duration);
        writer.Fraction(warmup.MinimumPercent);
        writer.Fraction(warmup.Aggression);
    }

    public static WarmupPlan Read(ImageReader reader)
    {
        var warmup = new WarmupPlan(Duration: reader.Duration(), MinimumPercent: reader.Fraction(), Aggression: reader.Fraction());
        return warmup.Duration > TimeSpan.Zero && warmup is { MinimumPercent: >= 0 and <= 100, Aggression: > 0 and <= double.MaxValue }
            ? warmup
            : throw reader.Bad("a warm-up has no time or no shape");
    }
}
