using EgressPipeline.Policy.Diagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>What <c>istioctl analyze</c> says of a kind of resource, and what is said here: one of some diagnostics, or nothing for a reason.</summary>
internal sealed record AnalyzerFinding(string Message, string Kind, string[] Ids, string Why)
{
    public static readonly AnalyzerFinding[] All =
    [
        Same("ConflictingServiceEntryProtocol", "ServiceEntry", ReferenceDiagnostics.ConflictingProtocol),
        Same("ConflictingMeshGatewayVirtualServiceHosts", "VirtualService", ReferenceDiagnostics.DuplicateVirtualHost),
        Same("ConflictingSidecarWorkloadSelectors", "Sidecar", ReferenceDiagnostics.SecondSidecar),
        Same("MultipleSidecarsWithoutWorkloadSelectors", "Sidecar", ReferenceDiagnostics.SecondSidecar),
        Same("VirtualServiceUnreachableRule", "VirtualService", VirtualServiceDiagnostics.Unreachable),
        Same("VirtualServiceIneffectiveMatch", "VirtualService", VirtualServiceDiagnostics.Unreachable, VirtualServiceDiagnostics.IneffectiveMatch),
        Same("VirtualServiceDestinationPortSelectorRequired", "VirtualService", CompilationDiagnostics.AmbiguousDestinationPort, ReferenceDiagnostics.HostNotDeclared, ReferenceDiagnostics.SubsetNotDefined),
        Same("ServiceEntryAddressesRequired", "ServiceEntry", ServiceEntryDiagnostics.OpaqueWithoutAddress, BindingDiagnostics.NotImplemented),
        Same("ReferencedResourceNotFound", "VirtualService",
            ReferenceDiagnostics.HostNotDeclared, ReferenceDiagnostics.PortNotDeclared, ReferenceDiagnostics.SubsetNotDefined),
        Same("UnknownDestinationRuleHost", "DestinationRule", ReferenceDiagnostics.RuleWithoutHost),
        Other("ReferencedResourceNotFound", "Sidecar", "the pods of a cluster are not known"),
        Other("IneffectiveSelector", "AuthorizationPolicy", "the pods of a cluster are not known"),
        Other("IneffectiveSelector", "RequestAuthentication", "the pods of a cluster are not known"),
        Other("DestinationRuleSubsetNotSelectPods", "DestinationRule", "the pods of a cluster are not known; EGP0709 says it of declared endpoints"),
        Other("NoServerCertificateVerificationDestinationLevel", "DestinationRule", "without caCertificates the system's roots verify the server"),
        Other("NoServerCertificateVerificationPortLevel", "DestinationRule", "without caCertificates the system's roots verify the server"),
        Other("NegativeConditionStatus", "ServiceEntry", "status is the cluster's business"),
        Other("NegativeConditionStatus", "AuthorizationPolicy", "status is the cluster's business"),
        Other("ReferencedInternalGateway", "VirtualService", "gateways are not served"),
        Other("VirtualServiceHostNotFoundInGateway", "VirtualService", "gateways are not served"),
        Other("IngressRouteRulesNotAffected", "VirtualService", "gateways are not served"),
    ];

    /// <summary>Resources of which it is not said either, though others of the same message get it.</summary>
    public static readonly Dictionary<string, string> Resources = new(StringComparer.Ordinal)
    {
        ["Sidecar default/overlap-1"] = "different selectors meet on pods, which are not known",
        ["Sidecar default/overlap-2"] = "different selectors meet on pods, which are not known",
        ["VirtualService foo/productpage-d"] = "the hosts *.productpage.d and *.d differ: the more specific one governs, whichever is older",
        ["VirtualService bar/productpage-d"] = "likewise",
        ["VirtualService hello/hello-export-to-bogus"] = "exportTo names a namespace that the cluster lacks; namespaces are not known",
    };

    public static AnalyzerFinding? Find(string message, string kind) => Array.Find(All, f => "msg." + f.Message == message && f.Kind == kind);

    private static AnalyzerFinding Same(string message, string kind, params DiagnosticDescriptor[] descriptors) => new(message, kind, [.. descriptors.Select(d => d.Id)], "");

    private static AnalyzerFinding Other(string message, string kind, string why) => new(message, kind, [], why);
}
