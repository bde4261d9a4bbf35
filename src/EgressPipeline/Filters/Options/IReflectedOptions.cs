using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters.Options;

/// <summary>Knows an options class by reflection only.</summary>
internal interface IReflectedOptions
{
    /// <exception cref="OptionsTypeException">The class cannot be one of options.</exception>
    OptionsSchema ReadSchema();
}
