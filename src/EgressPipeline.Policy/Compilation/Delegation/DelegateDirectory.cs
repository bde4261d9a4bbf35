using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation.Delegation;

/// <summary>Delegates by namespace and name.</summary>
internal sealed class DelegateDirectory
{
    private readonly Dictionary<string, VirtualServiceRule> _services = new(StringComparer.Ordinal);

    public DelegateDirectory(VirtualServiceRule[] services)
    {
        foreach (var service in services)
            _services[service.Meta.Namespace + "/" + service.Meta.Name] = service;
    }

    /// <summary>What the rule names, in the root's own namespace unless it says another.</summary>
    public static string NameOf(VirtualServiceRule root, DelegateRule rule) =>
        (rule.Namespace is { Value.Length: > 0 } ns ? ns.Value : root.Meta.Namespace) + "/" + rule.Name.TextOrEmpty();

    /// <summary>The VirtualService of that name, delegate or not; null when there is none.</summary>
    public VirtualServiceRule? Find(VirtualServiceRule root, DelegateRule rule) =>
        _services.TryGetValue(NameOf(root, rule), out var service) ? service : null;

    /// <summary>True when the root may hand calls to the service.</summary>
    public static bool IsSeen(VirtualServiceRule root, VirtualServiceRule service) =>
        Validation.References.Visibility.IsSeenFrom(root.Meta.Namespace, service, service.ExportTo);
}
