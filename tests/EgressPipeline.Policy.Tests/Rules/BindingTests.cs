using EgressPipeline.Policy.Plan;
using EgressPipeline.Policy.Rules;
using EgressPipeline.Policy.Text;

namespace EgressPipeline.Policy.Tests.Rules;

public sealed class BindingTests
{
    [Theory]
    [InlineData("networking.istio.io/v1")]
    [InlineData("networking.istio.io/v1beta1")]
    [InlineData("networking.istio.io/v1alpha3")]
    public void ServiceEntry_EveryServedVersion_BindsAllFields(string version)
    {
        var entry = Assert.Single(Read(version, "ServiceEntry", """
              hosts: [a.com, "*.b.com"]
              addresses: [10.0.0.1]
              ports:
              - {number: 443, name: tls, protocol: tls, targetPort: 8443}
              - {number: 80, name: web, protocol: GRPC-Web}
              location: MESH_INTERNAL
              resolution: STATIC
              endpoints:
              - {address: 1.2.3.4, ports: {tls: 9443}, labels: {version: v1}, locality: eu/a, weight: 3}
              exportTo: ["."]
              subjectAltNames: [spiffe://x]
            """).ServiceEntries);
        Assert.Equal(["a.com", "*.b.com"], entry.Hosts.Texts());
        Assert.Equal((443, PortProtocol.Tls, 8443), (entry.Ports[0].Number!.Value, entry.Ports[0].Protocol!.Value, entry.Ports[0].TargetPort!.Value));
        Assert.Equal(PortProtocol.Http, entry.Ports[1].Protocol);
        Assert.Equal((ServiceLocation.MeshInternal, Resolution.Static), (entry.Location, entry.EffectiveResolution));
        var endpoint = Assert.Single(entry.Endpoints);
        Assert.Equal(("1.2.3.4", 9443, "v1", "eu/a", 3), (endpoint.Address!.Value, endpoint.Ports["tls"].Value, endpoint.Labels["version"].Value, endpoint.Locality!.Value, endpoint.Weight!.Value));
        Assert.Equal(["."], entry.ExportTo.Texts());
        Assert.Equal(["spiffe://x"], entry.SubjectAltNames.Texts());
    }

    [Fact]
    public void VirtualService_HttpRule_BindsMatchesActionsAndPlaces()
    {
        var service = Assert.Single(Read("networking.istio.io/v1", "VirtualService", """
              hosts: [a.com]
              http:
              - name: first
                match:
                - uri: {prefix: /v1}
                  method: {exact: GET}
                  headers: {x-a: {}, x-b: {regex: "b.*"}}
                  withoutHeaders: {x-c: {exact: c}}
                  queryParams: {q: {exact: "1"}}
                  port: 80
                  ignoreUriCase: true
                  sourceLabels: {app: x}
                route:
                - {destination: {host: a.com, subset: v1, port: {number: 80}}, weight: 25, headers: {request: {set: {x-d: d}}}}
                - {destination: {host: a.com}, weight: 75}
                rewrite: {uri: /, authority: b.com}
                timeout: 2.5s
                retries: {attempts: 3, perTryTimeout: 500ms, retryOn: "5xx,reset", backoff: 30ms}
                headers: {response: {add: {x-e: e}, remove: [server]}}
              - redirect: {uri: /gone, redirectCode: 302}
            """).VirtualServices);
        var rule = service.Http[0];
        var match = Assert.Single(rule.Match);
        Assert.Equal((StringMatchKind.Prefix, "/v1"), (match.Uri!.Kind, match.Uri.Value));
        Assert.Equal([StringMatchKind.Present, StringMatchKind.Regex], match.Headers.Select(h => h.Match.Kind));
        Assert.True(match.IgnoreUriCase);
        Assert.Equal(("a.com", "v1", 80, 25), (rule.Route[0].Destination.Host!.Value, rule.Route[0].Destination.Subset!.Value, rule.Route[0].Destination.Port!.Value, rule.Route[0].Weight!.Value));
        Assert.Equal("d", Assert.Single(rule.Route[0].Headers!.Request.Set).Value);
        Assert.Equal(TimeSpan.FromSeconds(2.5), rule.Timeout!.Value);
        Assert.Equal((3, TimeSpan.FromMilliseconds(500), "5xx,reset"), (rule.Retries!.Attempts!.Value, rule.Retries.PerTryTimeout!.Value, rule.Retries.RetryOn!.Value));
        Assert.Equal(["server"], rule.Headers!.Response.Remove.Texts());
        Assert.Equal(302, service.Http[1].Redirect!.Code!.Value);
        Assert.Equal((1, 24), (service.Http[1].Position, service.Http[1].Source.Line));
    }

    [Fact]
    public void DirectResponse_StringAndBytes_AreTheBody()
    {
        var service = Assert.Single(Read("networking.istio.io/v1", "VirtualService", """
              hosts: [a.com]
              http:
              - match: [{uri: {exact: /a}}]
                directResponse: {status: 200, body: {string: hé}}
              - directResponse: {status: 200, body: {bytes: aGk=}}
            """).VirtualServices);
        Assert.Equal("hé"u8.ToArray(), service.Http[0].DirectResponse!.Body);
        Assert.Equal("hi"u8.ToArray(), service.Http[1].DirectResponse!.Body);
    }

    [Fact]
    public void DestinationRule_Settings_Bind()
    {
        var rule = Assert.Single(Read("networking.istio.io/v1", "DestinationRule", """
              host: a.com
              trafficPolicy:
                loadBalancer: {simple: ROUND_ROBIN}
                connectionPool:
                  tcp: {maxConnections: 7, connectTimeout: 1s, tcpKeepalive: {probes: 3, time: 10s}}
                  http: {http1MaxPendingRequests: 5, http2MaxRequests: 6, maxRequestsPerConnection: 1, idleTimeout: 30s}
                outlierDetection: {consecutive5xxErrors: 2, interval: 5s, maxEjectionPercent: 50}
                tls: {mode: MUTUAL, clientCertificate: c, privateKey: k, caCertificates: ca, sni: s, subjectAltNames: [san]}
                portLevelSettings: [{port: {number: 443}, tls: {mode: SIMPLE}}]
              subsets: [{name: v1, labels: {version: v1}}]
            """).DestinationRules);
        var policy = rule.TrafficPolicy!;
        Assert.Equal(SimpleLoadBalancer.RoundRobin, policy.LoadBalancer!.Simple!.Value);
        Assert.Equal((7, TimeSpan.FromSeconds(1), 3), (policy.ConnectionPool!.Tcp!.MaxConnections!.Value, policy.ConnectionPool.Tcp.ConnectTimeout!.Value, policy.ConnectionPool.Tcp.Keepalive!.Probes!.Value));
        Assert.Equal((5, 6), (policy.ConnectionPool.Http!.Http1MaxPendingRequests!.Value, policy.ConnectionPool.Http.Http2MaxRequests!.Value));
        Assert.Equal((2, 50), (policy.OutlierDetection!.Consecutive5xxErrors!.Value, policy.OutlierDetection.MaxEjectionPercent!.Value));
        Assert.Equal((TlsMode.Mutual, "c", "s"), (policy.Tls!.Mode!.Value, policy.Tls.ClientCertificate!.Value, policy.Tls.Sni!.Value));
        Assert.Equal((443, TlsMode.Simple), (policy.PortLevelSettings[0].Port!.Value, policy.PortLevelSettings[0].Tls!.Mode!.Value));
        Assert.Equal("v1", rule.Subsets[0].Labels["version"].Value);
    }

    [Fact]
    public void AuthorizationPolicy_EmptySpecAndEmptyRule_AreDifferent()
    {
        var nothing = Assert.Single(Read("security.istio.io/v1", "AuthorizationPolicy", "  {}").AuthorizationPolicies);
        var everything = Assert.Single(Read("security.istio.io/v1beta1", "AuthorizationPolicy", "  rules: [{}]").AuthorizationPolicies);
        Assert.Empty(nothing.Rules);
        var rule = Assert.Single(everything.Rules);
        Assert.True(rule.From is null && rule.To is null && rule.When.Length == 0);
    }

    [Fact]
    public void Sidecar_OutboundPolicyWithoutMode_IsRegistryOnly()
    {
        var sidecar = Assert.Single(Read("networking.istio.io/v1", "Sidecar", "  outboundTrafficPolicy: {}").Sidecars);
        Assert.Equal(OutboundTrafficMode.RegistryOnly, sidecar.OutboundTrafficPolicy!.Mode.Value);
    }

    [Fact]
    public void Field_Null_ReadsAsNotWritten()
    {
        var entry = Assert.Single(Read("networking.istio.io/v1", "ServiceEntry", "  hosts: [a.com]\n  resolution: null\n  endpoints: ~\n  addresses:").ServiceEntries);
        Assert.Null(entry.Resolution);
        Assert.Empty(entry.Endpoints);
        Assert.Empty(entry.Addresses);
    }

    [Fact]
    public void Metadata_WithoutNamespace_IsDefault()
    {
        var entry = Assert.Single(Read("networking.istio.io/v1", "ServiceEntry", "  hosts: [a.com]").ServiceEntries);
        Assert.Equal("ServiceEntry/default/x", entry.Meta.Id);
    }

    private static PolicyDocuments Read(string version, string kind, string spec)
    {
        var documents = PolicyReader.Read([new PolicyFile("x.yaml", $"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: x}}\nspec:\n{spec}\n")]);
        Assert.Empty(documents.Diagnostics);
        return documents;
    }
}
