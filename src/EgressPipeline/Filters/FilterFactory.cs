using System.Diagnostics.CodeAnalysis;
using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters;

/// <summary>Makes instances of one filter and their options. A filter that is compiled in needs no reflection for either.</summary>
internal abstract class FilterFactory
{
    /// <summary>What the reflecting binder of options needs of their type.</summary>
    public const DynamicallyAccessedMemberTypes OptionsMembers = DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;

    /// <summary>Makes an instance. Throws what the filter's constructor throws.</summary>
    /// <param name="parts">What the context is made of.</param>
    /// <param name="options">Bound and validated; null for a filter without options.</param>
    public abstract object Create(FilterContext parts, object? options);

    /// <summary>Makes the options of a configuration that the schema has been found to allow; null for a filter without.</summary>
    public abstract object? Bind(ConfigMap config);
}
