using static EgressPipeline.Policy.Tests.Validation.EdgeExample;
using A = EgressPipeline.Policy.Diagnostics.AuthorizationPolicyDiagnostics;
using B = EgressPipeline.Policy.Diagnostics.BindingDiagnostics;
using D = EgressPipeline.Policy.Diagnostics.DestinationRuleDiagnostics;
using E = EgressPipeline.Policy.Diagnostics.ServiceEntryDiagnostics;
using S = EgressPipeline.Policy.Diagnostics.SidecarDiagnostics;
using V = EgressPipeline.Policy.Diagnostics.VirtualServiceDiagnostics;
using W = EgressPipeline.Policy.Diagnostics.ValueDiagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>Each way to one diagnostic that <see cref="DiagnosticExamples"/> does not show already.</summary>
internal static class EdgeExamples
{
    private const string To = "route: [{destination: {host: a.com}}]";
    private const string Ports = "ports: [{number: 80, name: http, protocol: HTTP}]";

    public static readonly EdgeExample[] All = [.. Entries, .. Services, .. Rules, .. AccessPolicies, .. Sidecars];

    private static EdgeExample[] Entries =>
    [
        Entry(W.BadHost, "longer than 253", $"hosts: [§{new string('a', 256)}]\nresolution: DNS\n{Ports}"),
        Entry(W.BadHost, "longer than 253", $"hosts: [§{LongName(254)}]\nresolution: DNS\n{Ports}"),
        Entry(W.BadAddress, "CIDR range", $"hosts: [a.com]\naddresses: [§10.0.0.0/33]\n{Ports}"),
        Entry(W.BadLabel, "'app: aaa", $"hosts: [a.com]\nresolution: DNS\n{Ports}\nendpoints: [{{address: b.com, labels: {{app: §{new string('a', 64)}}}}}]"),
        Entry(W.BadLabel, "a/b/c", $"hosts: [a.com]\nresolution: DNS\n{Ports}\nendpoints: [{{address: b.com, labels: {{a/b/c: §x}}}}]"),
        Entry(W.BadExportTo, "excludes every other", $"hosts: [a.com]\nexportTo: [§'*', a]\n{Ports}"),
        Entry(W.BadExportTo, "'~' excludes every other", $"hosts: [a.com]\nexportTo: [§'~', a]\n{Ports}"),
        Entry(B.NotImplemented, "protocol UDP", "hosts: [a.com]\nports: [{number: 53, name: dns, protocol: §UDP}]"),
        Entry(B.NotImplemented, "protocol detection", "hosts: [a.com]\nports: [§{number: 80, name: auto}]"),
        Entry(E.EndpointAddress, "absolute path", $"hosts: [a.com]\nresolution: STATIC\nendpoints: [{{address: §'unix://run'}}]\n{Ports}"),
        Entry(E.EndpointAddress, "absolute path", $"hosts: [a.com]\nresolution: STATIC\nendpoints: [{{address: §'unix:///run/'}}]\n{Ports}"),
        Entry(E.EndpointAddress, "resolution STATIC", $"hosts: [a.com]\nresolution: DNS\nendpoints: [{{address: §'unix:///run/s'}}]\n{Ports}"),
        Entry(E.EndpointAddress, "takes no ports", $"hosts: [a.com]\nresolution: STATIC\nendpoints: [{{address: §'unix:///run/s', ports: {{http: 1}}}}]\n{Ports}"),
        Entry(E.EndpointAddress, "exactly one", "hosts: [a.com]\nresolution: STATIC\nendpoints: [{address: §'unix:///run/s'}]\nports: [{number: 1, name: a, protocol: HTTP}, {number: 2, name: b, protocol: HTTP}]"),
        Entry(E.ServerFirst, "SSH", "hosts: [a.com]\nresolution: DNS\nports: [{number: 22, name: a, protocol: §TLS}]"),
        Entry(E.ServerFirst, "SMTP", "hosts: [a.com]\nresolution: DNS\nports: [{number: 587, name: a, protocol: §HTTP}]"),
        Entry(E.ServerFirst, "MySQL", "hosts: [a.com]\nresolution: DNS\nports: [{number: 3306, name: a, protocol: §TLS}]"),
    ];

    private static EdgeExample[] Services =>
    [
        Service(V.OverlappingHosts, "A.com", $"hosts: [a.com, §A.com]\nhttp:\n- {To}"),
        Service(V.BadDelegate, "tls rules", "tls:\n- §match: [{sniHosts: [a.com]}]\n  route: [{destination: {host: a.com}}]"),
        Service(V.BadDelegate, "tcp rules", "tcp:\n- §route: [{destination: {host: a.com}}]"),
        Service(V.RouteMissing, "match", $"hosts: [a.com]\ntls:\n- §{To}"),
        Service(V.Unreachable, "tcp[1]", $"hosts: [a.com]\ntcp:\n- match: [{{destinationSubnets: [10.0.0.0/8]}}]\n  {To}\n- §match: [{{destinationSubnets: [10.0.0.0/24]}}]\n  {To}"),
        Service(V.BadWeight, "more than", "hosts: [a.com]\nhttp:\n- route: [§{destination: {host: a.com}, weight: 2147483647}, {destination: {host: b.com}, weight: 1}]"),
        Service(V.BadWeight, "add up to 0", "hosts: [a.com]\nhttp:\n- route: [§{destination: {host: a.com}, weight: 0}, {destination: {host: b.com}, weight: 0}]"),
        Service(V.BadDestination, "subset", "hosts: [a.com]\nhttp:\n- route: [{destination: {host: a.com, subset: §a_b}}]"),
        Service(V.BadRedirect, "neither http nor https", "hosts: [a.com]\nhttp:\n- redirect: {scheme: §ftp}"),
        Service(V.BadRedirect, "uri prefix", "hosts: [a.com]\nhttp:\n- match: [{uri: {exact: /a}}]\n  redirect: {prefixRewrite: §/b}"),
        Service(V.BadRedirect, "400", "hosts: [a.com]\nhttp:\n- redirect: {uri: /x, redirectCode: §400}"),
        Service(V.BadDirectResponse, "199", "hosts: [a.com]\nhttp:\n- directResponse: {status: §199}"),
        Service(V.BadDirectResponse, "1 MB", "hosts: [a.com]\nhttp:\n- directResponse: §{status: 200, body: {string: '" + new string('x', 1_048_577) + "'}}"),
        Service(W.BadRegex, "(?=x)", $"hosts: [a.com]\nhttp:\n- {To}\n  rewrite: {{uriRegexRewrite: {{match: §'(?=x)', rewrite: /y}}}}"),
        Service(W.BadRegex, "group", $"hosts: [a.com]\nhttp:\n- {To}\n  rewrite: {{uriRegexRewrite: {{match: §'a(b)', rewrite: '/\\2'}}}}"),
        Service(W.BadRegex, "backslash", $"hosts: [a.com]\nhttp:\n- {To}\n  rewrite: {{uriRegexRewrite: {{match: §a, rewrite: '/\\n'}}}}"),
        Service(W.BadRegex, "no path has", $"hosts: [a.com]\nhttp:\n- {To}\n  rewrite: {{uriRegexRewrite: {{match: §a, rewrite: '/b c'}}}}"),
        Service(B.Missing, "uriRegexRewrite", $"hosts: [a.com]\nhttp:\n- {To}\n  rewrite: §{{uriRegexRewrite: {{match: '', rewrite: /y}}}}"),
        Service(W.BadRegex, "1024", $"hosts: [a.com]\nhttp:\n- match: [{{uri: {{regex: §'{new string('a', 1025)}'}}}}]\n  {To}"),
        Service(V.BadFault, "neither delay nor abort", $"hosts: [a.com]\nhttp:\n- {To}\n  fault: §{{}}"),
        Service(V.BadFault, "600", $"hosts: [a.com]\nhttp:\n- {To}\n  fault: {{abort: {{httpStatus: §600}}}}"),
        Service(V.BadFault, "http2Error", $"hosts: [a.com]\nhttp:\n- {To}\n  fault: {{abort: {{http2Error: §x}}}}"),
        Service(V.BadFault, "exponentialDelay", $"hosts: [a.com]\nhttp:\n- {To}\n  fault: {{delay: {{exponentialDelay: §1s}}}}"),
        Service(V.BadCors, "whole seconds", $"hosts: [a.com]\nhttp:\n- {To}\n  corsPolicy: {{maxAge: §1500ms}}"),
        Service(V.BadCors, "no header name", $"hosts: [a.com]\nhttp:\n- {To}\n  corsPolicy: {{allowHeaders: ['*', §'x y']}}"),
        Service(V.RepeatsUnsafe, "retriable-headers", $"hosts: [a.com]\nhttp:\n- match: [{{method: {{exact: POST}}}}]\n  {To.TrimStart('-', ' ')}\n  retries: {{attempts: 1, retryOn: §retriable-headers}}"),
        Service(V.BadRetry, "'99'", $"hosts: [a.com]\nhttp:\n- {To}\n  retries: {{attempts: 1, retryOn: §'503,99'}}"),
        Service(V.BadRetry, "turns retries off", $"hosts: [a.com]\nhttp:\n- {To}\n  retries: §{{attempts: 0, perTryTimeout: 1s}}"),
        Service(V.PerTryTimeoutTooLong, "together", $"hosts: [a.com]\nhttp:\n- {To}\n  timeout: 2h\n  retries: {{attempts: 400000000, perTryTimeout: §1h}}"),
        Service(B.OutOfRange, "attempts", $"hosts: [a.com]\nhttp:\n- {To}\n  timeout: 2h\n  retries: {{attempts: §-1, perTryTimeout: 1h}}"),
        Service(W.BadHeaderValue, "lone '%'", $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{request: {{set: {{§x-a: '%REQ(x'}}}}}}"),
        Service(B.NotImplemented, "%ENVIRONMENT%", $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{request: {{set: {{§x-a: 'a %ENVIRONMENT(HOME):10%'}}}}}}"),
        Service(B.NotImplemented, "%START_TIME%", $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{request: {{add: {{§x-a: '%START_TIME(%s)%'}}}}}}"),
        Service(W.BadHeaderValue, "before there is an answer", $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{request: {{set: {{§x-a: '%RESP(x)%'}}}}}}"),
        Service(W.BadHeaderValue, "takes neither", $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{response: {{set: {{§x-a: '%HOSTNAME:3%'}}}}}}"),
        Service(W.BadHeaderValue, "takes a header name", $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{request: {{set: {{§x-a: '%REQ(a?b?c)%'}}}}}}"),
        Service(W.BadHeaderValue, "takes a header name", $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{request: {{set: {{§x-a: '%REQ%'}}}}}}"),
        Service(W.BadHeaderValue, "no number from 1", $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{request: {{set: {{§x-a: '%REQ(a):0%'}}}}}}"),
        Service(W.BadHeaderValue, "host cannot", $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{request: {{set: {{§host: '%REQ(a)%'}}}}}}"),
        Service(V.NeverSent, "lower case", $"hosts: [a.com]\nhttp:\n- match: [{{authority: {{prefix: §A.}}}}]\n  {To}"),
        Service(W.BadGateway, "A_b/c", $"hosts: [a.com]\ngateways: [mesh, §A_b/c]\nhttp:\n- {To}"),
    ];

    private static EdgeExample[] Rules =>
    [
        Rule(D.BadSubset, "not valid", "host: a.com\nsubsets: [{name: §a_b}]"),
        Rule(D.BadTls, "by file", "host: a.com\ntrafficPolicy: {tls: §{mode: SIMPLE, credentialName: x, caCertificates: /ca.pem}}"),
        Rule(D.BadTls, "clientCertificate", "host: a.com\ntrafficPolicy: {tls: §{mode: MUTUAL, privateKey: /k.pem}}"),
        Rule(D.BadTls, "insecureSkipVerify excludes", "host: a.com\ntrafficPolicy: {tls: §{mode: SIMPLE, insecureSkipVerify: true, subjectAltNames: [a.com]}}"),
        Rule(D.BadHash, "needs a name", "host: a.com\ntrafficPolicy: {loadBalancer: {consistentHash: {httpCookie: {name: §'', ttl: 0s}}}}"),
        Rule(D.BadHash, "prime", "host: a.com\ntrafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: §5000011}}}}"),
        Rule(D.BadHash, "prime", "host: a.com\ntrafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: §9}}}}"),
        Rule(D.BadHash, "needs a tableSize", "host: a.com\ntrafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: §{tableSize: 0}}}}"),
        Locality("exclude each other", "§{distribute: [{from: a, to: {b: 100}}], failover: [{from: a, to: b}]}"),
        Locality("topology label", "{failover: [{from: a, to: b}], failoverPriority: [§topology.istio.io/subzone]}"),
        Locality("1..100", "{distribute: [{from: a, to: {b: §0, c: 100}}]}"),
        Locality("99, not 100", "{distribute: [§{from: a, to: {b: 99}}]}"),
        Locality("overlaps", "{distribute: [{from: a/*, to: {b: 100}}, {from: §a/b, to: {c: 100}}]}"),
        Locality("overlaps", "{distribute: [{from: a/b, to: {b: 100}}, {from: §'*', to: {c: 100}}]}"),
        Locality("no locality", "{distribute: [{from: §'a/*/b', to: {b: 100}}]}"),
        Locality("no locality", "{distribute: [{from: §'a//b', to: {b: 100}}]}"),
        Locality("regions only", "{failover: [§{from: a/b, to: c}]}"),
        Locality("no wildcard", "{failover: [§{from: a, to: 'b*'}]}"),
        Rule(D.DroppedByPort, "connectionPool", "host: a.com\ntrafficPolicy: {connectionPool: {tcp: {maxConnections: 1}}, portLevelSettings: [{port: {number: §80}, tls: {mode: SIMPLE}}]}"),
        Rule(D.DeprecatedErrors, "goes first", "host: a.com\ntrafficPolicy: {outlierDetection: {consecutiveErrors: §3, consecutiveGatewayErrors: 2}}"),
        Rule(D.GatewayNotBelow5xx, "(5)", "host: a.com\ntrafficPolicy: {outlierDetection: {consecutiveGatewayErrors: §5, consecutiveErrors: 2}}"),
        Rule(D.BadTunnel, "tunnel-tls", "host: a.com\ntrafficPolicy: {tunnel: {targetHost: b.com, targetPort: 443}, tls: §{mode: SIMPLE}}"),
        Rule(D.BadTunnel, "tunnel-tls", "host: a.com\ntrafficPolicy: {tunnel: {targetHost: b.com, targetPort: 443}}\nsubsets: [{name: v, trafficPolicy: {tls: §{mode: SIMPLE}}}]"),
        Rule(B.NotImplemented, "only Envoy", "host: a.com\ntrafficPolicy: {tunnel: {protocol: §POST, targetHost: b.com, targetPort: 443}}"),
        new EdgeExample(Example.Of(D.BadExtension, "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: x, annotations: {egresspipeline.dev/tunnel-tls: §outside}}\nspec: {host: a.com, trafficPolicy: {tunnel: {targetHost: b.com, targetPort: 443}}}\n"), "only value"),
        new EdgeExample(Example.Of(D.BadExtension, "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: x, annotations: {egresspipeline.dev/tunnel-authorization: §secret}}\nspec: {host: a.com, trafficPolicy: {tunnel: {targetHost: b.com, targetPort: 443}}}\n"), "no absolute path"),
        new EdgeExample(Example.Of(D.BadExtension, "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: x, annotations: {egresspipeline.dev/tunnel-authorization: §/secret}}\nspec: {host: a.com}\n"), "there is no tunnel"),
        new EdgeExample(Example.Of(D.BadExtension, "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: x, annotations: {egresspipeline.dev/success-rate: §'on'}}\nspec: {host: a.com, trafficPolicy: {loadBalancer: {simple: RANDOM}}}\n"), "needs outlierDetection"),
        new EdgeExample(Example.Of(D.BadExtension, "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: x, annotations: {egresspipeline.dev/load-balancer: §FASTEST}}\nspec: {host: a.com}\n"), "neither PEAK_EWMA"),
        new EdgeExample(Example.Of(D.BadExtension, "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: x, annotations: {egresspipeline.dev/load-balancer: §'PEAK_EWMA, decay=0s'}}\nspec: {host: a.com}\n"), "neither PEAK_EWMA"),
        new EdgeExample(Example.Of(D.BadExtension, "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: x, annotations: {egresspipeline.dev/load-balancer: §PEAK_EWMA}}\nspec: {host: a.com, trafficPolicy: {loadBalancer: {simple: ROUND_ROBIN}}}\n"), "has chosen already"),
        Rule(D.BadTunnel, "neither a host", "host: a.com\ntrafficPolicy: {tunnel: {protocol: CONNECT, targetHost: §a_b, targetPort: 443}}"),
    ];

    private static EdgeExample[] AccessPolicies =>
    [
        AccessRule(A.Empty, "to", "rules: [§{to: []}]"),
        AccessRule(A.Empty, "source", "rules: [{from: [{source: §{}}]}]"),
        AccessRule(A.BadTargetRef, "name is empty", "targetRef: §{group: networking.istio.io, kind: ServiceEntry, name: ''}"),
        AccessRule(A.BadTargetRef, "another namespace", "targetRef: {group: networking.istio.io, kind: ServiceEntry, name: x, namespace: §other}"),
        AccessRule(A.ConditionKey, "name[key]", "rules: [{when: [{key: §'request.headers[]', values: [a]}]}]"),
        AccessRule(A.BadPath, "begin with", "rules: [{to: [{operation: {paths: [§'{**}']}}]}]"),
        AccessRule(A.BadPath, "may follow", "rules: [{to: [{operation: {paths: [§'/{**}/{*}']}}]}]"),
        AccessRule(A.BadPort, "65536", "rules: [{to: [{operation: {ports: [§'65536']}}]}]"),
        AccessRule(A.BadAccount, "a/b/c", "rules: [{from: [{source: {serviceAccounts: [§a/b/c]}}]}]"),
    ];

    private static EdgeExample[] Sidecars =>
    [
        Sidecar(S.BadEgressHost, "short names", "egress: [{hosts: [§ns/reviews]}]"),
        Sidecar(S.BadEgressHost, "no domain", "egress: [{hosts: [§ns/a_b.com]}]"),
        Sidecar(S.BadEgressHost, "namespace is not valid", "egress: [{hosts: [§a_b/*]}]"),
        Sidecar(S.BadPort, "targetPort", "egress: [{port: {number: 80, targetPort: §81}, hosts: ['*/*']}]"),
        Sidecar(S.BadPort, "65536", "egress: [{port: {number: §65536}, hosts: ['*/*']}]"),
        Sidecar(S.BadPort, "not an IP address", "egress: [{port: {number: 80}, bind: §a.com, hosts: ['*/*']}]"),
    ];

    /// <summary>A name of valid labels with so many characters.</summary>
    public static string LongName(int length) => string.Concat(Enumerable.Repeat("a.", (length - 2) / 2)) + (length % 2 == 0 ? "aa" : "aaa");

    private static EdgeExample Locality(string words, string setting) =>
        Rule(D.BadLocality, words, "host: a.com\ntrafficPolicy:\n  outlierDetection: {}\n  loadBalancer: {localityLbSetting: " + setting + "}");
}
