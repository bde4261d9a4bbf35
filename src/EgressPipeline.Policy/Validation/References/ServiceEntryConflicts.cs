using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>One host and port declared with two protocols by ServiceEntries that can be seen together.</summary>
internal static class ServiceEntryConflicts
{
    public static void Check(ServiceEntryRule[] entries, DiagnosticBag bag)
    {
        var declared = new Dictionary<(string Host, int Port), List<(ServiceEntryRule Entry, ServicePortRule Port)>>();
        foreach (var entry in entries)
            foreach (var host in entry.Hosts)
                foreach (var port in entry.Ports)
                    Add(declared, HostNames.Resolve(host.Value, entry.Meta.Namespace), entry, port, bag);
    }

    private static void Add(
        Dictionary<(string Host, int Port), List<(ServiceEntryRule Entry, ServicePortRule Port)>> declared, string host, ServiceEntryRule entry, ServicePortRule port, DiagnosticBag bag)
    {
        var key = (host, port.Number.NumberOrZero());
        if (!declared.TryGetValue(key, out var others))
            declared.Add(key, others = []);
        foreach (var (otherEntry, otherPort) in others)
        {
            if (ReferenceEquals(otherEntry, entry) || Normal(otherPort) == Normal(port) || !Visibility.Overlap(entry, entry.ExportTo, otherEntry, otherEntry.ExportTo))
                continue;
            bag.Report(ReferenceDiagnostics.ConflictingProtocol, port.Source, key.Item2, host, otherPort.ProtocolText.TextOrEmpty(), otherPort.Source);
            return;
        }
        others.Add((entry, port));
    }

    /// <summary>HTTPS and TLS are one: a proxy passes both through by SNI.</summary>
    private static PortProtocol? Normal(ServicePortRule port) => port.Protocol == PortProtocol.Https ? PortProtocol.Tls : port.Protocol;
}
