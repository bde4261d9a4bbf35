using System.Diagnostics.CodeAnalysis;

namespace EgressPipeline.Filters;

/// <summary>Makes a filter that takes no options.</summary>
internal sealed class PlainFilterFactory(Func<FilterContext, object> create) : FilterFactory
{
    [DynamicallyAccessedMembers(OptionsMembers)]
    public override Type? OptionsType => null;

    public override object Create(FilterContext parts, object? options) => create(parts);

    public override object? NewOptions() => null;
}
