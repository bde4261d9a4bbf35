using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Compilation;

/// <summary>
/// What the workload's Sidecar resource lets it see. Without one everything that is exported to it is visible.
/// </summary>
internal sealed class SidecarScope
{
    private readonly EgressListenerRule[] _listeners;
    private readonly string _ownNamespace;

    private SidecarScope(SidecarRule? sidecar, string ownNamespace)
    {
        Sidecar = sidecar;
        _listeners = sidecar?.Egress ?? [];
        _ownNamespace = ownNamespace;
    }

    /// <summary>The resource that applies, or null.</summary>
    public SidecarRule? Sidecar { get; }

    /// <summary>Picks the most specific Sidecar: one that selects the workload, then its namespace's, then the root namespace's.</summary>
    public static SidecarScope Choose(SidecarRule[] sidecars, Visibility visibility)
    {
        SidecarRule? best = null;
        var bestRank = 0;
        foreach (var sidecar in sidecars)
        {
            var rank = Rank(sidecar, visibility);
            if (rank <= bestRank)
                continue;
            best = sidecar;
            bestRank = rank;
        }
        return new SidecarScope(best, visibility.KnowsNamespace ? visibility.Namespace : best?.Meta.Namespace ?? "");
    }

    /// <summary>True when the resource says what undeclared destinations get.</summary>
    public bool IsUnregisteredDeclared => Sidecar?.OutboundTrafficPolicy is not null;

    /// <summary>What undeclared destinations get; a Sidecar without outboundTrafficPolicy leaves it to the host's setting.</summary>
    public UnregisteredMode Unregistered(UnregisteredMode setting) => Sidecar?.OutboundTrafficPolicy switch
    {
        null => setting,
        { Mode.Value: OutboundTrafficMode.RegistryOnly } => UnregisteredMode.Deny,
        _ => UnregisteredMode.Allow,
    };

    /// <summary>True when no Sidecar narrows what the workload sees.</summary>
    public bool ImportsEverything => _listeners.Length == 0;

    /// <summary>True when a service port is imported: by the listener of that port, or else by the one without a port.</summary>
    public bool Imports(string ns, string host, int port)
    {
        if (_listeners.Length == 0)
            return true;
        var bound = false;
        foreach (var listener in _listeners)
        {
            if (listener.Port?.Number is not { } number || number.Value != port)
                continue;
            bound = true;
            if (ImportsBy(listener, ns, host))
                return true;
        }
        // A listener for the port closes it to the general one.
        return !bound && Array.Exists(_listeners, l => l.Port is null && ImportsBy(l, ns, host));
    }

    /// <summary>True when any listener imports the host (a VirtualService is imported by any of its hosts).</summary>
    public bool ImportsAny(string ns, string host) =>
        _listeners.Length == 0 || Array.Exists(_listeners, l => ImportsBy(l, ns, host));

    private static int Rank(SidecarRule sidecar, Visibility visibility)
    {
        if (!visibility.IsSelected(sidecar.WorkloadSelector))
            return 0;
        var isOwn = !visibility.KnowsNamespace || sidecar.Meta.Namespace == visibility.Namespace;
        if (isOwn)
            return sidecar.WorkloadSelector is { Labels.Count: > 0 } ? 3 : 2;
        return sidecar.Meta.Namespace == Visibility.RootNamespace && sidecar.WorkloadSelector is null ? 1 : 0;
    }

    private bool ImportsBy(EgressListenerRule listener, string ns, string host)
    {
        var imported = false;
        foreach (var pattern in listener.Hosts)
        {
            var slash = pattern.Value.IndexOf('/');
            var namespacePart = slash < 0 ? "*" : pattern.Value.Substring(0, slash);
            var hostPart = HostPattern.Normalize(pattern.Value.Substring(slash + 1));
            // "~ns/host" takes back what another pattern imports.
            var isExclusion = namespacePart.Length > 1 && namespacePart[0] == '~';
            if (isExclusion)
                namespacePart = namespacePart.Substring(1);
            if (!MatchesNamespace(namespacePart, ns) || !(isExclusion ? HostPattern.IsSubsetOf(host, hostPart) : HostPattern.Overlap(host, hostPart)))
                continue;
            if (isExclusion)
                return false;
            imported = true;
        }
        return imported;
    }

    private bool MatchesNamespace(string pattern, string ns) => pattern switch
    {
        "*" => true,
        "~" => false,
        "." => ns == _ownNamespace || _ownNamespace.Length == 0,
        _ => pattern == ns,
    };
}
