namespace EgressPipeline.Policy.Plan;

/// <summary>Protocol of a declared service port (Istio's port protocol; gRPC-Web counts as Http).</summary>
public enum PortProtocol { Http, Http2, Grpc, Https, Tls, Tcp, Mongo }

/// <summary>How a cluster's endpoint addresses are found (ServiceEntry.resolution).</summary>
public enum Resolution { None, Static, Dns, DnsRoundRobin, DynamicDns }

/// <summary>How one endpoint is chosen among the healthy ones (DestinationRule loadBalancer: simple, or consistentHash by a ring or by Maglev; PeakEwma by an annotation).</summary>
public enum LoadBalancing { LeastRequest, RoundRobin, Random, Passthrough, RingHash, Maglev, PeakEwma }

/// <summary>How a new upstream connection tells who called (DestinationRule proxyProtocol).</summary>
public enum ProxyProtocol { None, V1, V2 }

/// <summary>What an undeclared destination gets.</summary>
public enum UnregisteredMode { Deny, Audit, Allow }

/// <summary>Upstream TLS (DestinationRule tls.mode); IstioMutual takes the workload's own SVID files.</summary>
public enum TlsMode { Disable, Simple, Mutual, IstioMutual }

/// <summary>AuthorizationPolicy actions that the sidecar evaluates itself.</summary>
public enum AuthorizationAction { Allow, Deny, Audit }

/// <summary>The kind of call a decision is asked for.</summary>
public enum CallKind
{
    /// <summary>An HTTP request whose head we parsed.</summary>
    Http,
    /// <summary>A CONNECT request: only authority and headers of the CONNECT itself are known.</summary>
    Connect,
    /// <summary>A TLS connection passed through: only SNI and addresses are known.</summary>
    Tls,
    /// <summary>Opaque TCP: only addresses are known.</summary>
    Tcp,
}
