using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

/// <summary>What an http rule does beside routing: fault, mirrors, corsPolicy.</summary>
internal static class HttpExtraBinder
{
    public static FaultRule Fault(Fieldset fields) =>
        new(fields.Object("delay", Delay), fields.Object("abort", Abort), fields.Source);

    /// <summary>Both spellings: <c>mirror</c> with <c>mirrorPercentage</c>, and the list <c>mirrors</c>.</summary>
    public static MirrorRule[] Mirrors(Fieldset route)
    {
        var mirrors = route.Objects("mirrors", (m, _) => new MirrorRule(CommonBinder.Destination(m.Child("destination")), MirrorShare(m, "percentage"), m.Source));
        var single = route.Child("mirror");
        if (!single.Exists)
            return mirrors;
        var percentage = MirrorShare(route, "mirrorPercentage") ?? route.Number("mirrorPercent") ?? route.Number("mirror_percent");
        return [.. mirrors, new MirrorRule(CommonBinder.Destination(single), percentage, single.Source)];
    }

    // A percentage without value is 0, as protobuf has it; only one that is not written at all means every call.
    private static Located<double>? MirrorShare(Fieldset fields, string name) =>
        fields.Percentage(name) ?? (fields.Child(name) is { Exists: true } empty ? new Located<double>(0, empty.Source) : null);

    public static CorsRule Cors(Fieldset fields) => new()
    {
        // The older list of exact origins counts only where the newer one is not written, as in Istio.
        AllowOrigins = fields.ObjectsOrNull("allowOrigins", HttpMatchBinder.StringMatch)
            ?? Array.ConvertAll(fields.Texts("allowOrigin"), origin => new StringMatchRule(StringMatchKind.Exact, origin.Value, origin.Source)),
        AllowMethods = fields.Texts("allowMethods"),
        AllowHeaders = fields.Texts("allowHeaders"),
        ExposeHeaders = fields.Texts("exposeHeaders"),
        MaxAge = fields.Duration("maxAge"),
        AllowCredentials = fields.OptionalFlag("allowCredentials"),
        UnmatchedPreflights = fields.Text("unmatchedPreflights"),
        Source = fields.Source,
    };

    private static FaultDelayRule Delay(Fieldset fields) =>
        new(fields.Duration("fixedDelay"), fields.Duration("exponentialDelay"), fields.Percentage("percentage") ?? fields.Number("percent"), fields.Source);

    private static FaultAbortRule Abort(Fieldset fields) =>
        new(fields.Integer("httpStatus"), fields.Text("grpcStatus"), fields.Text("http2Error"), fields.Percentage("percentage"), fields.Source);
}
