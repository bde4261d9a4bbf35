using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>What EgressLimits refer to. A reference into the void is an error: what was to be limited would not be.</summary>
internal static class EgressLimitsReferences
{
    public static void Check(PolicyDocuments documents, HostDirectory directory, DiagnosticBag bag)
    {
        foreach (var limits in documents.Limits)
        {
            if (!limits.Enabled)
                continue;
            foreach (var host in limits.Hosts)
                CheckHost(host, limits.Meta.Namespace, directory, bag);
            foreach (var service in limits.Services)
                if (ResourceName.Find(documents.ServiceEntries, service.Value, limits.Meta.Namespace) is null)
                    bag.Report(LimitDiagnostics.ServiceNotDeclared, service.Source, service.Value, ResourceName.Suggest(documents.ServiceEntries, service.Value, limits.Meta.Namespace));
        }
    }

    private static void CheckHost(Located<string> host, string ns, HostDirectory directory, DiagnosticBag bag)
    {
        var name = HostNames.Resolve(host.Value, ns);
        if (!directory.IsAnyCoveredBy(name))
            bag.Report(LimitDiagnostics.HostNotCovered, host.Source, host.Value, directory.Suggest(name));
    }
}
