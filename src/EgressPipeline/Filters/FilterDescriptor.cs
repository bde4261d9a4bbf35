using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Filters;

/// <summary>A filter that is there to be used: what it says about itself, and how one is made. Immutable.</summary>
internal sealed class FilterDescriptor
{
    public required EgressFilterAttribute Facts { get; init; }

    public required Type Type { get; init; }

    /// <summary>Where it comes from: <c>built in</c>, <c>compiled in</c>, or the plugin's folder.</summary>
    public required string Origin { get; init; }

    public required FilterFactory Factory { get; init; }

    public required OptionsSchema Schema { get; init; }

    /// <summary>Of a stage of the sidecar itself: whether a plan has work for it; null = every plan has.</summary>
    public Func<EgressPlan, bool>? IsNeeded { get; init; }

    public string Name => Facts.Name;

    /// <summary>True for a stage of the sidecar itself, which needs no binding.</summary>
    public bool IsBuiltIn => Origin == BuiltIn;

    public const string BuiltIn = "built in";

    public const string CompiledIn = "compiled in";
}
