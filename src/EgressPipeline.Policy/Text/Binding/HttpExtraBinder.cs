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
        var mirrors = route.Objects("mirrors", (m, _) => new MirrorRule(CommonBinder.Destination(m.Child("destination")), m.Percentage("percentage"), m.Source));
        var single = route.Child("mirror");
        if (!single.Exists)
            return mirrors;
        var percentage = route.Percentage("mirrorPercentage") ?? route.Number("mirrorPercent") ?? route.Number("mirror_percent");
        return [.. mirrors, new MirrorRule(CommonBinder.Destination(single), percentage, single.Source)];
    }

    public static CorsRule Cors(Fieldset fields) => new()
    {
        AllowOrigins = fields.Objects("allowOrigins", HttpMatchBinder.StringMatch),
        AllowMethods = fields.Texts("allowMethods"),
        AllowHeaders = fields.Texts("allowHeaders"),
        ExposeHeaders = fields.Texts("exposeHeaders"),
        MaxAge = fields.Duration("maxAge"),
        AllowCredentials = fields.OptionalFlag("allowCredentials"),
        Source = fields.Source,
    };

    private static FaultDelayRule Delay(Fieldset fields) =>
        new(fields.Duration("fixedDelay"), fields.Duration("exponentialDelay"), fields.Percentage("percentage") ?? fields.Number("percent"), fields.Source);

    private static FaultAbortRule Abort(Fieldset fields) =>
        new(fields.Integer("httpStatus"), fields.Text("grpcStatus"), fields.Text("http2Error"), fields.Percentage("percentage"), fields.Source);
}
