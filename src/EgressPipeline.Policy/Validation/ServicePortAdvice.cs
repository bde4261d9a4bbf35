using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;

namespace EgressPipeline.Policy.Validation;

/// <summary>Ports of a ServiceEntry that are valid and still rarely what was meant.</summary>
internal static class ServicePortAdvice
{
    public static void Check(ServiceEntryRule entry, DiagnosticBag bag)
    {
        if (entry.EffectiveResolution == Resolution.None && entry.Addresses.Length == 0 && Array.Find(entry.Ports, p => PortChecks.IsHttp(p.Protocol)) is { } http)
            bag.Report(ServiceEntryDiagnostics.TrustsCaller, entry.Resolution?.Source ?? http.Source);
        foreach (var port in entry.Ports)
            if (port is { Number: { } number, Protocol: not null } && !PortChecks.IsOpaque(port.Protocol) && ServerOf(number.Value) is { } server)
                bag.Report(ServiceEntryDiagnostics.ServerFirst, port.ProtocolText!.Source, number.Value, server, PortChecks.IsHttp(port.Protocol) ? "HTTP" : "TLS");
    }

    /// <summary>Well-known services whose server speaks first, or whose TLS begins inside of their own protocol.</summary>
    private static string? ServerOf(int port) => port switch
    {
        21 => "FTP",
        22 => "SSH",
        25 or 587 => "SMTP",
        110 => "POP3",
        143 => "IMAP",
        3306 => "MySQL",
        5432 => "PostgreSQL",
        _ => null,
    };
}
