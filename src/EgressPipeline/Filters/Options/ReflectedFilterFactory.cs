using System.Diagnostics.CodeAnalysis;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters.Options;

/// <summary>Makes a filter whose options class was found at run time.</summary>
[RequiresUnreferencedCode(OptionsBinder.Reason)]
[RequiresDynamicCode(OptionsBinder.Reason)]
internal sealed class ReflectedFilterFactory<[DynamicallyAccessedMembers(FilterFactory.OptionsMembers)] TOptions>(Func<FilterContext<TOptions>, object> create)
    : OptionsFilterFactory<TOptions>(create), IReflectedOptions
    where TOptions : class
{
    public OptionsSchema ReadSchema() => OptionsSchemaReader.Read(typeof(TOptions), NewOptions());

    protected override TOptions BindOptions(ConfigMap config)
    {
        var options = NewOptions();
        OptionsBinder.Fill(options, config);
        return options;
    }

    private static TOptions NewOptions() => Activator.CreateInstance<TOptions>(); // past 'required': what is missing was reported
}
