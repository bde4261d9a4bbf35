using EgressPipeline.Filters.Options;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Filters;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Filters;

/// <summary>Judges the bindings of a plan by the filters there are: what <c>egress check</c> says and a start demands. Makes no filter.</summary>
internal static class BindingCheck
{
    /// <summary>Finds and binds everything; every finding goes to the bag.</summary>
    public static List<BoundFilter> Check(EgressPlan plan, FilterCatalogue catalogue, DiagnosticBag bag)
    {
        var bound = new List<BoundFilter>();
        foreach (var binding in plan.FilterBindings)
        {
            if (catalogue.Find(binding.Filter) is not { IsBuiltIn: false } filter)
            {
                bag.Report(FilterDiagnostics.UnknownFilter, binding.FilterSource, binding.Filter, Hint(binding.Filter, catalogue));
                continue;
            }
            if (binding.Routes.Length > 0 && filter.Facts.Stage < FilterStage.Request)
                bag.Report(FilterDiagnostics.RoutesTooEarly, binding.FilterSource, filter.Name, filter.Facts.Stage);
            if (filter.Facts.RequiresScope && binding.Hosts.Length == 0 && binding.Routes.Length == 0)
                bag.Report(FilterDiagnostics.ScopeMissing, binding.FilterSource, filter.Name);
            if (binding.When is [var asking, ..] && (filter.Facts.Capabilities & FilterCapabilities.MayDeny) == 0)
                bag.Report(FilterDiagnostics.NoAuthorizer, binding.FilterSource, filter.Name, asking.Rule.Id);
            WarnOfPassedThrough(plan, binding, filter, bag);
            var options = BoundOptions.Bind(binding.Config, filter.Factory, filter.Schema, bag);
            bound.Add(new BoundFilter(binding, filter, options));
        }
        return bound;
    }

    /// <summary>One finding as a line.</summary>
    public static string At(FilterBindingPlan binding, DiagnosticDescriptor finding, params object?[] arguments) =>
        new PolicyDiagnostic(finding.Id, finding.Severity, finding.Format(arguments), binding.FilterSource).ToString();

    // A guard that some calls pass without is worse than none: people rely on it.
    private static void WarnOfPassedThrough(EgressPlan plan, FilterBindingPlan binding, FilterDescriptor filter, DiagnosticBag bag)
    {
        if (binding.Hosts.Length == 0 || typeof(IConnectionFilter).IsAssignableFrom(filter.Type))
            return;
        var scope = FilterScope.Of(binding, plan);
        foreach (var host in plan.Hosts)
            foreach (var port in host.Ports)
                if (port.Protocol is not (PortProtocol.Http or PortProtocol.Http2 or PortProtocol.Grpc) && scope.Covers(host))
                    bag.Report(FilterDiagnostics.PassedThrough, binding.FilterSource, filter.Name, port.Number, host.Pattern, port.Protocol.ToString().ToUpperInvariant());
    }

    private static string Hint(string name, FilterCatalogue catalogue)
    {
        var loaded = catalogue.All.Where(filter => !filter.IsBuiltIn).Select(filter => filter.Name).ToArray();
        var nearest = Hosting.Settings.NearestName.Hint(name, loaded);
        return nearest.Length > 0 ? nearest : loaded.Length == 0 ? " (there are none: is --plugins given?)" : $" ({string.Join(", ", loaded)})";
    }
}
