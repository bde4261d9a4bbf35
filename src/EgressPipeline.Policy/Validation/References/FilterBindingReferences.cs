using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>
/// What FilterBindings refer to. A reference into the void is an error: the calls that the filter should guard would
/// pass without it.
/// </summary>
internal static class FilterBindingReferences
{
    public static void Check(PolicyDocuments documents, HostDirectory directory, DiagnosticBag bag)
    {
        foreach (var binding in documents.FilterBindings)
        {
            if (!binding.Enabled)
                continue;
            foreach (var host in binding.Hosts)
                CheckHost(host, binding.Meta.Namespace, directory, bag);
            foreach (var service in binding.Services)
                if (ResourceName.Find(documents.ServiceEntries, service.Value, binding.Meta.Namespace) is null)
                    bag.Report(FilterBindingDiagnostics.ServiceNotDeclared, service.Source, service.Value, ResourceName.Suggest(documents.ServiceEntries, service.Value, binding.Meta.Namespace));
            foreach (var route in binding.Routes)
                CheckRoute(route, documents.VirtualServices, binding.Meta.Namespace, bag);
        }
    }

    private static void CheckHost(Located<string> host, string ns, HostDirectory directory, DiagnosticBag bag)
    {
        var name = HostNames.Resolve(host.Value, ns);
        if (!directory.IsAnyCoveredBy(name))
            bag.Report(FilterBindingDiagnostics.HostNotCovered, host.Source, host.Value, directory.Suggest(name));
    }

    private static void CheckRoute(FilterRouteRule route, VirtualServiceRule[] services, string ns, DiagnosticBag bag)
    {
        if (route.VirtualService is not { } name)
            return;
        if (ResourceName.Find(services, name.Value, ns) is not { } service)
            bag.Report(FilterBindingDiagnostics.RouteNotDefined, name.Source, "there is no VirtualService '" + name.Value + "'", ResourceName.Suggest(services, name.Value, ns));
        else if (route.Route is { } wanted && !Array.Exists(service.Http, http => http.Name?.Value == wanted.Value))
            bag.Report(FilterBindingDiagnostics.RouteNotDefined, wanted.Source, "VirtualService '" + name.Value + "' has no http rule named '" + wanted.Value + "'",
                Spelling.Suggest(wanted.Value, service.Http.Select(http => http.Name?.Value ?? "").Where(n => n.Length > 0)));
    }
}
