using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters;

/// <summary>Describes the sidecar's own stages, which are filters like any other.</summary>
internal static class BuiltInFilters
{
    public static FilterDescriptor Describe<TFilter>(Func<FilterContext, TFilter> create) where TFilter : class => new()
    {
        Facts = FilterFacts.Of(typeof(TFilter)),
        Type = typeof(TFilter),
        Origin = FilterDescriptor.BuiltIn,
        Factory = new PlainFilterFactory(create),
        Schema = OptionsSchema.None,
    };
}
