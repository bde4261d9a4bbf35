using System.Diagnostics.CodeAnalysis;

namespace EgressPipeline.Filters;

/// <summary>Makes a filter that takes options.</summary>
internal sealed class OptionsFilterFactory<[DynamicallyAccessedMembers(FilterFactory.OptionsMembers)] TOptions>(Func<FilterContext<TOptions>, object> create) : FilterFactory
    where TOptions : class
{
    [DynamicallyAccessedMembers(OptionsMembers)]
    public override Type? OptionsType => typeof(TOptions);

    public override object Create(FilterContext parts, object? options) => create(new FilterContext<TOptions>
    {
        FilterName = parts.FilterName,
        Binding = parts.Binding,
        Logger = parts.Logger,
        Metrics = parts.Metrics,
        Time = parts.Time,
        Stopping = parts.Stopping,
        Options = (TOptions)options!,
    });

    public override object? NewOptions() => Activator.CreateInstance<TOptions>(); // past 'required': what is missing was reported
}
