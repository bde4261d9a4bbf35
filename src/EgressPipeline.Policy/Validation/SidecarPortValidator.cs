using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for the ports of a Sidecar's egress listeners.</summary>
internal static class SidecarPortValidator
{
    private const string UnixScheme = "unix://";

    public static void Validate(EgressListenerRule[] listeners, DiagnosticBag bag)
    {
        var seen = new HashSet<int>();
        foreach (var listener in listeners)
        {
            if (listener.Port is not { } port)
                continue;
            CheckPort(listener, port, bag);
            if (port.Number is { Value: > 0 } number && !seen.Add(number.Value))
                bag.Report(SidecarDiagnostics.BadPort, number.Source, "port " + number.Value + " has a listener already");
        }
    }

    private static void CheckPort(EgressListenerRule listener, ServicePortRule port, DiagnosticBag bag)
    {
        // A port's name and protocol are optional here.
        if (port.Name is { Value.Length: > 0 })
            PortChecks.CheckName(port.Name, bag);
        if (port.ProtocolText is { Value.Length: > 0 })
            PortChecks.CheckProtocol(port, bag);
        if (port.TargetPort is { Value: > 0 } target)
            bag.Report(SidecarDiagnostics.BadPort, target.Source, "targetPort has no meaning in a Sidecar");
        var number = port.Number.NumberOrZero();
        if (number > 65535)
            bag.Report(SidecarDiagnostics.BadPort, port.Number!.Source, "port " + number + " is not in 1..65535");
        else if (number == 0 && !listener.Bind.TextOrEmpty().StartsWith(UnixScheme, StringComparison.Ordinal))
            bag.Report(SidecarDiagnostics.BadPort, port.Source, "a port number is required");
        else if (number > 0 && listener.Bind is { Value.Length: > 0 } bind && !HostChecks.IsAddress(bind.Value))
            bag.Report(SidecarDiagnostics.BadPort, bind.Source, "bind '" + bind.Value + "' is not an IP address");
    }
}
