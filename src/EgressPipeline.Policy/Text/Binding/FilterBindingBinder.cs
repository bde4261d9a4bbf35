using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Text.Binding;

internal static class FilterBindingBinder
{
    public static FilterBindingRule Bind(ResourceMeta meta, Fieldset spec) => new()
    {
        Meta = meta,
        WorkloadSelector = CommonBinder.Selector(spec, "workloadSelector", "matchLabels"),
        Filter = spec.Text("filter"),
        Enabled = spec.OptionalFlag("enabled") ?? true,
        Order = spec.Integer("order")?.Value ?? 0,
        Hosts = spec.Texts("hosts"),
        Services = spec.Texts("services"),
        Routes = spec.Objects("routes", static (route, _) => new FilterRouteRule(route.Text("virtualService"), route.Text("route"), route.Source)),
        FailOpen = spec.Choice("failureMode", ("closed", false), ("open", true))?.Value,
        Deadline = spec.Duration("deadline"),
        Breaker = spec.Object("breaker", static breaker => new BreakerRule(breaker.Integer("failures"), breaker.Duration("cooldown"))),
        Config = ConfigBinder.Map(spec, "config") ?? new ConfigMap([], spec.Source),
    };
}
