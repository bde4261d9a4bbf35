using EgressPipeline.Policy.Compilation.Delegation;
using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>Follows rules that delegate to the VirtualServices they name.</summary>
internal static class DelegateReferences
{
    public static void Check(VirtualServiceRule[] services, DiagnosticBag bag)
    {
        var directory = new DelegateDirectory(services);
        foreach (var root in services)
            foreach (var rule in root.Http)
                if (rule.Delegate is not null && root.Hosts.Length > 0)
                    Check(root, rule, directory, bag);
    }

    private static void Check(VirtualServiceRule root, HttpRouteRule rule, DelegateDirectory directory, DiagnosticBag bag)
    {
        var name = "'" + DelegateDirectory.NameOf(root, rule.Delegate!) + "'";
        if (directory.Find(root, rule.Delegate!) is not { } service)
            Report(rule, "no VirtualService is called " + name, bag);
        else if (service.Hosts.Length > 0)
            Report(rule, "the VirtualService " + name + " has hosts", bag);
        else if (!DelegateDirectory.IsSeen(root, service))
            Report(rule, "the VirtualService " + name + " is not exported to namespace '" + root.Meta.Namespace + "'", bag);
        else
            foreach (var leaf in service.Http)
            {
                MatchMerger.Merge(rule.Match, leaf.Match, out var outside);
                if (outside is not null)
                    Report(rule, name + " matches calls at " + outside.Source + " that this rule does not", bag);
            }
    }

    private static void Report(HttpRouteRule rule, string text, DiagnosticBag bag) =>
        bag.Report(VirtualServiceDiagnostics.BadDelegate, rule.Delegate!.Name?.Source ?? rule.Delegate.Source, text);
}
