using EgressPipeline.Policy.Filters;

namespace EgressPipeline.Filters;

/// <summary>A binding with the filter it names and its options.</summary>
internal sealed record BoundFilter(FilterBindingPlan Binding, FilterDescriptor Descriptor, object? Options)
{
    /// <summary>Equal for bindings that the same instance can serve.</summary>
    public string Key { get; } = Binding.Name + "\n" + Binding.Filter + "\n" + Binding.Breaker + "\n" + ConfigText.Of(Binding.Config);
}
