using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Matching;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Policy.Compilation;

/// <summary>Collects what identifies a service by address, and finds out where two services cannot be told apart.</summary>
internal sealed class AddressCompiler(DiagnosticBag bag)
{
    private readonly List<AddressEntry> _entries = [];
    private readonly Dictionary<(Cidr Range, int Port), AddressEntry> _opaque = [];

    public AddressIndex Build()
    {
        DropAmbiguousPorts();
        return AddressIndex.Build(_entries);
    }

    /// <summary>Adds a port under the pattern that declares it.</summary>
    public void Add(HostPlan host, ServicePortPlan port)
    {
        var isOpaque = IsOpaque(port);
        if (port.Addresses.Count == 0)
        {
            // HTTP and TLS without addresses are told apart by the name inside; opaque bytes have only their port.
            if (isOpaque)
                _entries.Add(new AddressEntry(null, host, port));
            return;
        }
        foreach (var range in port.Addresses.Ranges)
        {
            var entry = new AddressEntry(range, host, port);
            _entries.Add(entry);
            if (!isOpaque)
                continue;
            if (!_opaque.TryGetValue((range, port.Number), out var other))
                _opaque.Add((range, port.Number), entry);
            else if (other.Host != host)
                bag.Report(CompilationDiagnostics.AmbiguousAddress, port.Rule.Source, host.Pattern, other.Host.Pattern, other.Port.Rule.Source, range, port.Number);
        }
    }

    /// <summary>Adds what leads from a virtual address back to the service.</summary>
    public void Add(HostPlan host, VirtualAddress address)
    {
        foreach (var port in host.Ports)
            if (port.Cluster.Host == host.Pattern)
            {
                _entries.Add(new AddressEntry(new Cidr(address.V4, 128), host, port));
                _entries.Add(new AddressEntry(new Cidr(address.V6, 128), host, port));
            }
    }

    // Declared by port alone and by more than one service: by name each can be called, by address none.
    private void DropAmbiguousPorts()
    {
        var byPort = new SortedDictionary<int, List<AddressEntry>>();
        foreach (var entry in _entries)
            if (entry.Range is null)
            {
                if (!byPort.TryGetValue(entry.Port.Number, out var list))
                    byPort.Add(entry.Port.Number, list = []);
                list.Add(entry);
            }
        foreach (var pair in byPort)
        {
            if (pair.Value.Count < 2)
                continue;
            var second = pair.Value[1];
            bag.Report(CompilationDiagnostics.AmbiguousPort, second.Port.Rule.Source, pair.Key, pair.Value[0].Host.Pattern, pair.Value[0].Port.Rule.Source, second.Host.Pattern);
            _entries.RemoveAll(pair.Value.Contains);
        }
    }

    private static bool IsOpaque(ServicePortPlan port) => port.Protocol is PortProtocol.Tcp or PortProtocol.Mongo;
}
