namespace EgressPipeline.Policy.Tests.Conformance;

/// <summary>What the schema cannot say of fields: why they are refused, and where they mean something else than in Istio.</summary>
internal static class FieldNotes
{
    /// <summary>Fields, and values after a colon, that are refused with EGP0107.</summary>
    public static readonly Dictionary<string, string> NotYet = new(StringComparer.Ordinal)
    {
        ["ServiceEntry.spec.endpoints[].network"] = "endpoints of another network are reached through its gateway",
        ["ServiceEntry.spec.endpoints[].serviceAccount"] = "the identity of a workload inside the mesh",
        ["ServiceEntry.spec.workloadSelector"] = "the sidecar reads no workloads",
        ["Sidecar.spec.egress[].bind"] = "listeners are settings of the sidecar",
        ["Sidecar.spec.egress[].captureMode: IPTABLES"] = "how traffic is captured is a setting of the sidecar",
        ["Sidecar.spec.egress[].captureMode: NONE"] = "how traffic is captured is a setting of the sidecar",
        ["Sidecar.spec.outboundTrafficPolicy.egressProxy"] = "undeclared destinations are dialled directly",
        ["DestinationRule.spec.trafficPolicy.connectionPool.http.h2UpgradePolicy: UPGRADE"] = "services are spoken to by HTTP/1.1",
        ["DestinationRule.spec.trafficPolicy.connectionPool.http.useClientProtocol: true"] = "services are spoken to by HTTP/1.1",
        ["DestinationRule.spec.trafficPolicy.connectionPool.http.maxConcurrentStreams"] = "services are spoken to by HTTP/1.1",
        ["DestinationRule.spec.trafficPolicy.connectionPool.http.http2KeepAlive"] = "services are spoken to by HTTP/1.1",
        ["DestinationRule.spec.trafficPolicy.loadBalancer.zoneAwareLbSetting"] = "localityLbSetting prefers localities",
        ["DestinationRule.spec.trafficPolicy.tls.mode: ISTIO_MUTUAL"] = "the sidecar has no certificate of the mesh",
        ["DestinationRule.spec.trafficPolicy.tls.credentialName"] = "the sidecar reads no Kubernetes secrets; certificates are files",
        ["AuthorizationPolicy.spec.targetRef"] = "it selects gateways, waypoints and services",
        ["AuthorizationPolicy.spec.targetRefs"] = "it selects gateways, waypoints and services",
    };

    /// <summary>What is refused by what it says, or by a rule of its own: the field, the values, the diagnostic, why, and a spec with one.</summary>
    public static readonly (string Path, string What, string Id, string Reason, string Spec)[] Values =
    [
        ("VirtualService.spec.http[].fault.delay.exponentialDelay", "", "EGP0423", "Istio refuses it, too", "hosts: [a.com]\nhttp: [{route: [{destination: {host: a.com}}], fault: {delay: {exponentialDelay: 1s, percentage: {value: 1}}}}]"),
        ("VirtualService.spec.http[].fault.abort.http2Error", "", "EGP0423", "Istio refuses it, too", "hosts: [a.com]\nhttp: [{route: [{destination: {host: a.com}}], fault: {abort: {http2Error: x, percentage: {value: 1}}}}]"),
        ("ServiceEntry.spec.hosts", "partial wildcards (`*foo.com`)", "EGP0107", "Istio warns of them", "hosts: ['*foo.com']\nports: [{number: 80, name: http, protocol: HTTP}]"),
        ("ServiceEntry.spec.ports[].protocol", "none", "EGP0107", "protocols are not guessed", "hosts: [a.com]\nports: [{number: 80, name: auto}]"),
        ("ServiceEntry.spec.ports[].protocol", "UDP", "EGP0107", "streams only", "hosts: [a.com]\nports: [{number: 53, name: dns, protocol: UDP}]"),
        ("ServiceEntry.spec.endpoints[].address", "unix domain sockets", "EGP0107", "what is outside is reached by the network", "hosts: [a.com]\nresolution: STATIC\nports: [{number: 80, name: http, protocol: HTTP}]\nendpoints: [{address: 'unix:///a'}]"),
        ("VirtualService.spec.http[].headers.request.set", "substitutions beyond [those listed](policies/routes.md#computed-header-values)", "EGP0107", "they tell of Envoy, or of the sidecar's environment", "hosts: [a.com]\nhttp: [{route: [{destination: {host: a.com}}], headers: {request: {set: {x: '%ENVIRONMENT(A)%'}}}}]"),
    ];

    /// <summary>Fields that work, but differ on purpose: what Istio does, and what is done here.</summary>
    public static readonly (string Path, string Istio, string Here)[] Differences =
    [
        ("ServiceEntry.spec.addresses", "with resolution NONE over HTTP only the Host header counts", "the dialled address must be one of them"),
        ("ServiceEntry.spec.location", "MESH_INTERNAL services speak the mesh's own TLS", "it says which headers of the mesh are left on requests; there is no TLS of the mesh"),
        ("VirtualService.spec.http", "rules that cannot be reached, and all but the oldest VirtualService of a host, are dropped", "errors EGP0418 and EGP0904"),
        ("VirtualService.spec.http[].route[].destination.host", "an undeclared one is a cluster without endpoints", "error EGP0901"),
        ("VirtualService.spec.http[].match[].name", "joined to the rule's name in statistics and records", "taken, and says nothing: records name the rule"),
        ("VirtualService.spec.http[].delegate", "a delegate that does not fit is left out with a line in a log", "error EGP0425"),
        ("VirtualService.spec.http[].retries", "without the block two retries on connect-failure, refused-stream, unavailable, cancelled", "without the block two retries of what was provably never processed (connect-failure, refused-stream, reset-before-request)"),
        ("VirtualService.spec.http[].retries.retryOn", "`http3-post-connect-failure` repeats what failed over HTTP/3", "taken, and never true: nothing is sent over HTTP/3"),
        ("VirtualService.spec.http[].headers.request.set", "`host` may hold substitutions", "error EGP0213: what is judged is what is called"),
        ("VirtualService.spec.http[].fault", "any number of delayed calls waits", "at most --max-delayed-calls wait at once"),
        ("VirtualService.spec.http[].mirrors", "bodies of any length are copied", "those of a declared length up to --max-mirrored-body"),
        ("DestinationRule.spec.trafficPolicy.connectionPool.http.maxRetries", "2³²-1 unless written", "a fifth of the calls under way, at least 3, unless written"),
        ("DestinationRule.spec.trafficPolicy.loadBalancer.consistentHash", "without a key calls go anywhere", "error EGP0509"),
        ("AuthorizationPolicy.spec.action", "CUSTOM asks the provider about connections, too; an unknown provider denies at run time", "CUSTOM refuses connections whose requests are not seen; an unknown provider is error EGP0917"),
        ("AuthorizationPolicy.spec.rules[].from[].source.remoteIpBlocks", "X-Forwarded-For or PROXY protocol", "the address that connected"),
        ("AuthorizationPolicy.spec.rules[].to[].operation.hosts", "the raw Host header; dropped on TLS and TCP", "the normalised name with or without port; on TLS the SNI, on TCP the declared name"),
        ("AuthorizationPolicy.spec.rules[].when[].key", "an unknown key drops the rule", "error EGP0608"),
    ];
}
