using System.Diagnostics.CodeAnalysis;

namespace EgressPipeline.Filters;

/// <summary>Makes instances of one filter. Generic below, so that a filter that is compiled in needs no reflection for it.</summary>
internal abstract class FilterFactory
{
    /// <summary>Null for a filter without options.</summary>
    [DynamicallyAccessedMembers(OptionsMembers)]
    public abstract Type? OptionsType { get; }

    /// <summary>What the binder of options needs of their type.</summary>
    public const DynamicallyAccessedMemberTypes OptionsMembers = DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;

    /// <summary>Makes an instance. Throws what the filter's constructor throws.</summary>
    /// <param name="parts">What the context is made of.</param>
    /// <param name="options">Bound and validated; null for a filter without options.</param>
    public abstract object Create(FilterContext parts, object? options);

    /// <summary>Options of their defaults, for the schema; null for a filter without.</summary>
    public abstract object? NewOptions();
}
