using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

internal static class LoadBalancerBinder
{
    public static LoadBalancerRule Bind(Fieldset fields) => new()
    {
        Simple = fields.Choice("simple",
            ("UNSPECIFIED", SimpleLoadBalancer.Unspecified), ("LEAST_CONN", SimpleLoadBalancer.LeastConn),
            ("RANDOM", SimpleLoadBalancer.Random), ("PASSTHROUGH", SimpleLoadBalancer.Passthrough),
            ("ROUND_ROBIN", SimpleLoadBalancer.RoundRobin), ("LEAST_REQUEST", SimpleLoadBalancer.LeastRequest)),
        ConsistentHash = fields.Object("consistentHash", ConsistentHash),
        Locality = fields.Object("localityLbSetting", Locality),
        Warmup = fields.Object("warmup", w => new WarmupRule(w.Duration("duration"), w.Number("minimumPercent"), w.Number("aggression"), w.Source)) ?? OldWarmup(fields),
        Source = fields.Source,
    };

    /// <summary>The field that warmup replaces: its duration alone.</summary>
    private static WarmupRule? OldWarmup(Fieldset fields) =>
        fields.Duration("warmupDurationSecs") is { } duration ? new WarmupRule(duration, null, null, duration.Source) : null;

    private static ConsistentHashRule ConsistentHash(Fieldset fields) => new()
    {
        HttpHeaderName = fields.Text("httpHeaderName"),
        HttpQueryParameterName = fields.Text("httpQueryParameterName"),
        HttpCookie = fields.Object("httpCookie", Cookie),
        UseSourceIp = fields.Flag("useSourceIp"),
        MinimumRingSize = fields.Child("ringHash").LongInteger("minimumRingSize") ?? fields.LongInteger("minimumRingSize"),
        Maglev = fields.Object("maglev", m => new MaglevRule(m.LongInteger("tableSize"), m.Source)),
        Source = fields.Source,
    };

    private static CookieRule Cookie(Fieldset fields) =>
        new(fields.Text("name"), fields.Text("path"), fields.Duration("ttl"), fields.Objects("attributes", (a, _) => new CookieAttributeRule(a.Text("name"), a.Text("value"))), fields.Source);

    private static LocalityRule Locality(Fieldset fields) => new()
    {
        Distribute = fields.Objects("distribute", (d, _) => new LocalityShareRule(d.Text("from"), d.IntegerMap("to"), d.Source)),
        Failover = fields.Objects("failover", (f, _) => new LocalityFailoverRule(f.Text("from"), f.Text("to"), f.Source)),
        FailoverPriority = fields.Texts("failoverPriority"),
        Enabled = fields.OptionalFlag("enabled"),
        Source = fields.Source,
    };
}
