using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>Two VirtualServices for one host: Istio takes the older and ignores the other without a word.</summary>
internal static class VirtualServiceConflicts
{
    public static void Check(VirtualServiceRule[] services, DiagnosticBag bag)
    {
        var governed = new Dictionary<string, List<(VirtualServiceRule Service, SourceRef Source)>>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            if (!service.AppliesToSidecars)
                continue;
            foreach (var host in service.Hosts)
                Add(governed, service, host, bag);
        }
    }

    private static void Add(Dictionary<string, List<(VirtualServiceRule Service, SourceRef Source)>> governed, VirtualServiceRule service, Located<string> host, DiagnosticBag bag)
    {
        var name = HostNames.Resolve(host.Value, service.Meta.Namespace);
        if (!governed.TryGetValue(name, out var others))
            governed.Add(name, others = []);
        foreach (var (other, source) in others)
        {
            if (ReferenceEquals(other, service) || !Visibility.Overlap(service, service.ExportTo, other, other.ExportTo))
                continue;
            bag.Report(ReferenceDiagnostics.DuplicateVirtualHost, host.Source, host.Value, other.Meta.Id, source);
            return;
        }
        others.Add((service, host.Source));
    }
}
