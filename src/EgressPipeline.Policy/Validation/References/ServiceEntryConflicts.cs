using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation.References;

/// <summary>One host and port declared with two protocols by ServiceEntries that can be seen together.</summary>
internal sealed class ServiceEntryConflicts(DiagnosticBag bag)
{
    private readonly Dictionary<(string Host, int Port), Dictionary<PortProtocol, ExportTable<Declaration>>> _declared = [];

    public static void Check(ServiceEntryRule[] entries, DiagnosticBag bag)
    {
        var conflicts = new ServiceEntryConflicts(bag);
        foreach (var entry in entries)
            foreach (var host in entry.Hosts)
                foreach (var port in entry.Ports)
                    if (port.Protocol is not null)
                        conflicts.Add(HostNames.Resolve(host.Value, entry.Meta.Namespace), new Declaration(entry, port));
    }

    private void Add(string host, Declaration declaration)
    {
        var (entry, port) = declaration;
        var key = (host, port.Number.NumberOrZero());
        if (!_declared.TryGetValue(key, out var protocols))
            _declared.Add(key, protocols = []);
        var own = Normal(port);
        foreach (var other in protocols)
            if (other.Key != own && other.Value.Find(entry, entry.ExportTo) is { } found && found.Entry != entry)
            {
                bag.Report(ReferenceDiagnostics.ConflictingProtocol, port.Source, key.Item2, host, found.Port.ProtocolText.TextOrEmpty(), found.Entry.Meta.Id, found.Port.Source);
                return;
            }
        if (!protocols.TryGetValue(own, out var same))
            protocols.Add(own, same = new ExportTable<Declaration>());
        same.Add(entry, entry.ExportTo, declaration);
    }

    /// <summary>HTTPS and TLS are one: a proxy passes both through by SNI.</summary>
    private static PortProtocol Normal(ServicePortRule port) => port.Protocol == PortProtocol.Https ? PortProtocol.Tls : port.Protocol!.Value;

    private sealed record Declaration(ServiceEntryRule Entry, ServicePortRule Port);
}
