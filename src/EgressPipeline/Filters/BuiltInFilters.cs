using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Filters;

/// <summary>Describes the sidecar's own stages, which are filters like any other.</summary>
internal static class BuiltInFilters
{
    /// <param name="create">Makes the stage.</param>
    /// <param name="isNeeded">Whether a plan has work for it; null = every plan has.</param>
    public static FilterDescriptor Describe<TFilter>(Func<FilterContext, TFilter> create, Func<EgressPlan, bool>? isNeeded = null) where TFilter : class => new()
    {
        IsNeeded = isNeeded,
        Facts = FilterFacts.Of(typeof(TFilter)),
        Type = typeof(TFilter),
        Origin = FilterDescriptor.BuiltIn,
        Factory = new PlainFilterFactory(create),
        Schema = OptionsSchema.None,
    };
}
