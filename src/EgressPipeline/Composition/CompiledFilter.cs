using EgressPipeline.Filters;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Composition;

/// <summary>
/// A filter that is compiled into a host: what a plugin folder gives otherwise, without reflection. EgressPipeline.Generators writes one for
/// every filter of a host project and of what it references (<c>EgressFilters.All</c>). Immutable.
/// </summary>
public sealed class CompiledFilter
{
    private CompiledFilter(EgressFilterAttribute facts, Type type, FilterFactory factory, OptionsSchema schema) => Descriptor = new FilterDescriptor
    {
        Facts = facts,
        Type = type,
        Origin = FilterDescriptor.CompiledIn,
        Factory = factory,
        Schema = schema,
    };

    internal FilterDescriptor Descriptor { get; }

    /// <summary>Describes a filter that takes no options.</summary>
    /// <param name="facts">What its <c>[EgressFilter]</c> says.</param>
    /// <param name="create">Makes an instance for a binding.</param>
    public static CompiledFilter Of<TFilter>(EgressFilterAttribute facts, Func<FilterContext, TFilter> create)
        where TFilter : class
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(create);
        return new CompiledFilter(facts, typeof(TFilter), new PlainFilterFactory(create), OptionsSchema.None);
    }

    /// <summary>Describes a filter that takes options.</summary>
    /// <param name="facts">What its <c>[EgressFilter]</c> says.</param>
    /// <param name="schema">Which options there are.</param>
    /// <param name="bind">Makes the options of a configuration that the schema allows.</param>
    /// <param name="create">Makes an instance for a binding.</param>
    public static CompiledFilter Of<TFilter, TOptions>(EgressFilterAttribute facts, OptionsSchema schema, Func<ConfigMap, TOptions> bind, Func<FilterContext<TOptions>, TFilter> create)
        where TFilter : class
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(bind);
        ArgumentNullException.ThrowIfNull(create);
        return new CompiledFilter(facts, typeof(TFilter), new CompiledFilterFactory<TOptions>(bind, create), schema);
    }
}
