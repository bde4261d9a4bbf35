using EgressPipeline.Generators.Model;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Generators.Filters;

/// <summary>
/// Judges the bindings of a plan by the filters that the project knows, with the words of the sidecar. A filter that it does not
/// know may come from a plugins folder: nothing is said about it. Rules that a filter has in code of its own are left to the start.
/// </summary>
internal static class BindingFindings
{
    public static IReadOnlyList<PolicyDiagnostic> Of(EgressPlan plan, EquatableArray<FilterSpec> filters)
    {
        var bag = new DiagnosticBag();
        foreach (var binding in plan.FilterBindings)
            if (filters.FirstOrDefault(one => one.Name == binding.Filter) is { Problem: null } filter)
                Check(binding, filter, bag);
        return bag.Items;
    }

    private static void Check(FilterBindingPlan binding, FilterSpec filter, DiagnosticBag bag)
    {
        if (binding.Routes.Length > 0 && filter.RunsBeforeRouting)
            bag.Report(FilterDiagnostics.RoutesTooEarly, binding.FilterSource, filter.Name, filter.Stage);
        if (filter.RequiresScope && binding.Hosts.Length == 0 && binding.Routes.Length == 0)
            bag.Report(FilterDiagnostics.ScopeMissing, binding.FilterSource, filter.Name);
        OptionsValidator.Validate(binding.Config, SchemaReader.Of(filter.Options), "config", bag);
    }
}
