using static EgressPipeline.Policy.Text.Schemas.Fields;

namespace EgressPipeline.Policy.Text.Schemas;

/// <summary>Fields of FilterBinding.spec. What <c>config</c> holds is the filter's to say: it is judged where the filter is known.</summary>
internal static class FilterBindingSchema
{
    private static readonly ValueSchema Route = Object(Required("virtualService", AnyText), Field("route", AnyText));

    private static readonly ValueSchema Breaker = Object(
        Field("failures", new IntegerSchema(0, 1_000_000)),
        Field("cooldown", PositiveDuration));

    public static readonly ObjectSchema Spec = new(
        [
            Field("workloadSelector", MatchLabelsSelector),
            Required("filter", AnyText),
            Field("enabled", TrueOrFalse),
            Field("order", new IntegerSchema(-1_000_000, 1_000_000)),
            Field("hosts", Texts),
            Field("services", Texts),
            Field("routes", List(Route)),
            Field("failureMode", new ChoiceSchema(["closed", "open"])),
            Field("deadline", PositiveDuration),
            Field("breaker", Breaker),
            Field("config", new FreeMapSchema()),
        ],
        ["hosts", "routes"], ["services", "routes"]);
}
