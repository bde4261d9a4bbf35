using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

internal static class EgressLimitsBinder
{
    public static EgressLimitsRule Bind(ResourceMeta meta, Fieldset spec) => new()
    {
        Meta = meta,
        WorkloadSelector = CommonBinder.Selector(spec, "workloadSelector", "matchLabels"),
        Enabled = spec.OptionalFlag("enabled") ?? true,
        Hosts = spec.Texts("hosts"),
        Services = spec.Texts("services"),
        Ports = spec.Integers("ports"),
        Principals = spec.Texts("principals"),
        PerPrincipal = spec.Flag("perPrincipal"),
        Requests = spec.Object("requests", Rate),
        Connections = spec.Object("connections", Rate),
        Concurrency = spec.Integer("concurrency"),
        Adaptive = spec.Object("adaptiveConcurrency", Adaptive),
        Bandwidth = spec.Bytes("bandwidth"),
        BytesPerDay = spec.Bytes("bytesPerDay"),
        Status = spec.Integer("status"),
        IsReport = spec.Text("mode")?.Value == "report",
    };

    private static AdaptiveRule Adaptive(Fieldset fields)
    {
        var minRtt = fields.Child("minRtt");
        return new AdaptiveRule
        {
            MinConcurrency = fields.Integer("minConcurrency"),
            MaxConcurrency = fields.Integer("maxConcurrency"),
            UpdateInterval = fields.Duration("updateInterval"),
            Percentile = fields.Number("percentile"),
            MinRttInterval = minRtt.Duration("interval"),
            MinRttRequests = minRtt.Integer("requests"),
            JitterPercent = minRtt.Number("jitter"),
            BufferPercent = minRtt.Number("buffer"),
        };
    }

    private static RateRule Rate(Fieldset fields) => new(fields.Integer("count"), fields.Duration("per"), fields.Integer("burst"));
}
