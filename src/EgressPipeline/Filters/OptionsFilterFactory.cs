using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters;

/// <summary>Makes a filter that takes options.</summary>
internal abstract class OptionsFilterFactory<TOptions>(Func<FilterContext<TOptions>, object> create) : FilterFactory
    where TOptions : class
{
    public sealed override object Create(FilterContext parts, object? options) => create(new FilterContext<TOptions>
    {
        FilterName = parts.FilterName,
        Binding = parts.Binding,
        Logger = parts.Logger,
        Metrics = parts.Metrics,
        Time = parts.Time,
        Stopping = parts.Stopping,
        Options = (TOptions)options!,
    });

    public sealed override object? Bind(ConfigMap config) => BindOptions(config);

    protected abstract TOptions BindOptions(ConfigMap config);
}
