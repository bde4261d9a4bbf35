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
        Config = spec.Node("config") is YamlMapping config ? Map(config) : new ConfigMap([], spec.Source),
    };

    private static ConfigValue Value(YamlNode node) => node switch
    {
        YamlMapping mapping => Map(mapping),
        YamlSequence sequence => new ConfigList([.. sequence.Items.Select(Value)], sequence.Source),
        YamlScalar scalar => new ConfigScalar(scalar.Value, Kind(scalar), scalar.Source),
        _ => throw new InvalidOperationException($"no such node: {node.Description}"),
    };

    private static ConfigMap Map(YamlMapping mapping) =>
        new([.. mapping.Entries.Select(e => new ConfigEntry(e.Key.Value, Value(e.Value), e.Key.Source))], mapping.Source);

    private static ConfigScalarKind Kind(YamlScalar scalar) => scalar.Kind switch
    {
        YamlScalarKind.Null => ConfigScalarKind.Null,
        YamlScalarKind.Boolean => ConfigScalarKind.Boolean,
        YamlScalarKind.Integer => scalar.TryGetInteger(out _) ? ConfigScalarKind.Integer : ConfigScalarKind.Number,
        YamlScalarKind.Number => ConfigScalarKind.Number,
        _ => ConfigScalarKind.Text,
    };
}
