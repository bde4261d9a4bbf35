using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>Two VirtualServices for one host: Istio takes the older and ignores the other without a word.</summary>
internal static class VirtualServiceConflicts
{
    public static void Check(VirtualServiceRule[] services, DiagnosticBag bag)
    {
        var governed = new Dictionary<string, ExportTable<GoverningHost>>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            if (!service.AppliesToSidecars)
                continue;
            foreach (var host in service.Hosts)
                Add(governed, new GoverningHost(HostNames.Resolve(host.Value, service.Meta.Namespace), host, service), bag);
        }
    }

    private static void Add(Dictionary<string, ExportTable<GoverningHost>> governed, GoverningHost host, DiagnosticBag bag)
    {
        if (!governed.TryGetValue(host.Pattern, out var others))
            governed.Add(host.Pattern, others = new ExportTable<GoverningHost>());
        var service = host.Service;
        if (others.Find(service, service.ExportTo) is not { } other)
            others.Add(service, service.ExportTo, host);
        else if (other.Service != service)
            bag.Report(ReferenceDiagnostics.DuplicateVirtualHost, host.Host.Source, host.Host.Value, other.Service.Meta.Id, other.Host.Source);
    }
}
