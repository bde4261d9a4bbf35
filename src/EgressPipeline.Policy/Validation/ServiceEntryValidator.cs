using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules of one ServiceEntry.</summary>
internal static class ServiceEntryValidator
{
    public static void Validate(ServiceEntryRule entry, DiagnosticBag bag)
    {
        CommonChecks.CheckMeta(entry, bag);
        foreach (var host in entry.Hosts)
            CheckHost(host, bag);
        CheckAddresses(entry, bag);
        CheckPorts(entry, bag);
        CheckOpaquePorts(entry, bag);
        if (!entry.Meta.HasUnreadFields)
            ServicePortAdvice.Check(entry, bag);
        LabelChecks.CheckSelector(entry.WorkloadSelector, bag);
        if (entry.WorkloadSelector is not null && entry.Endpoints.Length > 0)
            bag.Report(ServiceEntryDiagnostics.SelectorAndEndpoints, entry.WorkloadSelector.Source);
        ResolutionChecks.Check(entry, bag);
        ExportChecks.Check(entry, entry.ExportTo, bag, allowNoOne: true);
    }

    private static void CheckHost(Located<string> host, DiagnosticBag bag)
    {
        if (host.Value == "*")
            bag.Report(ServiceEntryDiagnostics.WildcardAll, host.Source);
        else
            HostChecks.CheckWildcardDomain(host, bag);
    }

    private static void CheckAddresses(ServiceEntryRule entry, DiagnosticBag bag)
    {
        foreach (var address in entry.Addresses)
        {
            HostChecks.CheckRange(address, bag);
            if (address.Value.IndexOf('/') >= 0 && entry.EffectiveResolution is not (Resolution.None or Resolution.Static))
                bag.Report(ServiceEntryDiagnostics.RangeNeedsStatic, address.Source, address.Value);
        }
    }

    private static void CheckPorts(ServiceEntryRule entry, DiagnosticBag bag)
    {
        // Without hosts there is a graver finding already.
        if (entry.Ports.Length == 0 && entry.Hosts.Length > 0)
            bag.Report(ServiceEntryDiagnostics.NoPorts, entry.Meta.Source);
        var names = new Dictionary<string, Located<string>>(StringComparer.Ordinal);
        var numbers = new Dictionary<int, Located<int>>();
        foreach (var port in entry.Ports)
        {
            PortChecks.CheckName(port.Name, bag);
            PortChecks.CheckProtocol(port, bag);
            if (port.Name is { } name)
            {
                if (names.TryGetValue(name.Value, out var first))
                    bag.Report(ServiceEntryDiagnostics.DuplicatePort, name.Source, "name", name.Value, first.Source.Line);
                else
                    names.Add(name.Value, name);
            }
            if (port.Number is { } number)
            {
                if (numbers.TryGetValue(number.Value, out var first))
                    bag.Report(ServiceEntryDiagnostics.DuplicatePort, number.Source, "number", number.Value, first.Source.Line);
                else
                    numbers.Add(number.Value, number);
            }
            if (port.TargetPort is { } target && entry.EffectiveResolution == Resolution.None)
                bag.Report(ServiceEntryDiagnostics.TargetPortWithNone, target.Source);
        }
    }

    private static void CheckOpaquePorts(ServiceEntryRule entry, DiagnosticBag bag)
    {
        foreach (var port in entry.Ports)
        {
            if (!PortChecks.IsOpaque(port.Protocol))
                continue;
            if (entry.Hosts.Length > 1 && entry.EffectiveResolution != Resolution.None)
                bag.Report(ServiceEntryDiagnostics.ManyHostsOpaque, port.Source, port.Name.TextOrEmpty(), port.Protocol.ToString()!.ToUpperInvariant());
            if (entry.Addresses.Length == 0)
                bag.Report(ServiceEntryDiagnostics.OpaqueWithoutAddress, port.Source, port.Name.TextOrEmpty(), port.Number.NumberOrZero());
        }
    }
}
