using EgressPipeline.Policy.Diagnostics;
using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Validation;

/// <summary>Rules for declared ports.</summary>
internal static class PortChecks
{
    private static readonly string[] Known = ["HTTP", "HTTPS", "GRPC", "GRPC-WEB", "HTTP2", "MONGO", "TCP", "TLS", "REDIS", "MYSQL"];

    public static void CheckName(Located<string>? name, DiagnosticBag bag)
    {
        if (name is not null && !DnsNames.IsLabel(name.Value))
            bag.Report(ValueDiagnostics.BadPortName, name.Source, name.Value);
    }

    public static void CheckProtocol(ServicePortRule port, DiagnosticBag bag)
    {
        if (port.Protocol is not null)
            return;
        if (port.ProtocolText is not { Value.Length: > 0 } text)
            bag.Report(BindingDiagnostics.NotImplemented, port.Source, "protocol detection on a port without 'protocol'");
        else if (text.Value.ToLowerInvariant() is "udp" or "http_proxy" or "hbone" or "double-hbone")
            bag.Report(BindingDiagnostics.NotImplemented, text.Source, "protocol " + text.Value);
        else
            bag.Report(ValueDiagnostics.BadProtocol, text.Source, text.Value, Spelling.Suggest(text.Value, Known));
    }

    /// <summary>True when connections of the protocol carry neither Host nor SNI.</summary>
    public static bool IsOpaque(PortProtocol? protocol) => protocol is PortProtocol.Tcp or PortProtocol.Mongo;

    public static bool IsHttp(PortProtocol? protocol) => protocol is PortProtocol.Http or PortProtocol.Http2 or PortProtocol.Grpc;
}
