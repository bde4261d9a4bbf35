using EgressPipeline.Filters;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Composition;

/// <summary>Makes a filter whose options are bound by generated code.</summary>
internal sealed class CompiledFilterFactory<TOptions>(Func<ConfigMap, TOptions> bind, Func<FilterContext<TOptions>, object> create) : OptionsFilterFactory<TOptions>(create)
    where TOptions : class
{
    protected override TOptions BindOptions(ConfigMap config) => bind(config);
}
