using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters;

/// <summary>Makes a filter that takes no options.</summary>
internal sealed class PlainFilterFactory(Func<FilterContext, object> create) : FilterFactory
{
    public override object Create(FilterContext parts, object? options) => create(parts);

    public override object? Bind(ConfigMap config) => null;
}
