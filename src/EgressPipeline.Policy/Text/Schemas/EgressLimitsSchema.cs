using static EgressPipeline.Policy.Text.Schemas.Fields;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>Fields of EgressLimits.spec.</summary>
internal static class EgressLimitsSchema
{
    /// <summary>The largest day's allowance that the counter of a day holds.</summary>
    private const long MaxDay = (1L << 50) - 1;
    private const long MaxBandwidth = 1L << 40;
    private const long MinBandwidth = 1L << 10;
    private const int MaxCount = 1_000_000;

    private static readonly ValueSchema Rate = Object(
        Required("count", new IntegerSchema(1, MaxCount)),
        Field("per", PositiveDuration),
        Field("burst", new IntegerSchema(1, MaxCount)));

    private static readonly ValueSchema Percent = new NumberSchema(0, 100);

    private static readonly ValueSchema MinRtt = Object(
        Field("interval", PositiveDuration),
        Field("requests", new IntegerSchema(1, 10_000)),
        Field("jitter", Percent),
        Field("buffer", Percent));

    private static readonly ValueSchema Adaptive = Object(
        Field("minConcurrency", new IntegerSchema(1, MaxCount)),
        Field("maxConcurrency", new IntegerSchema(1, MaxCount)),
        Field("updateInterval", PositiveDuration),
        Field("percentile", Percent),
        Field("minRtt", MinRtt));

    public static readonly ObjectSchema Spec = new(
    [
        Field("workloadSelector", MatchLabelsSelector),
        Field("enabled", TrueOrFalse),
        Field("hosts", Texts),
        Field("services", Texts),
        Field("ports", List(Port)),
        Field("principals", Texts),
        Field("perPrincipal", TrueOrFalse),
        Field("requests", Rate),
        Field("connections", Rate),
        Field("concurrency", new IntegerSchema(1, MaxCount)),
        Field("adaptiveConcurrency", Adaptive),
        Field("bandwidth", new BytesSchema(MinBandwidth, MaxBandwidth)),
        Field("bytesPerDay", new BytesSchema(1, MaxDay)),
        Field("status", new IntegerSchema(429, 503)),
        Field("mode", new ChoiceSchema(["enforce", "report"])),
    ]);
}
