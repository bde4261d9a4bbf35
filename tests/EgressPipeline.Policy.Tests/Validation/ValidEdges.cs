using static EgressPipeline.Policy.Tests.Validation.Example;
using A = EgressPipeline.Policy.Diagnostics.AuthorizationPolicyDiagnostics;
using D = EgressPipeline.Policy.Diagnostics.DestinationRuleDiagnostics;
using E = EgressPipeline.Policy.Diagnostics.ServiceEntryDiagnostics;
using S = EgressPipeline.Policy.Diagnostics.SidecarDiagnostics;
using V = EgressPipeline.Policy.Diagnostics.VirtualServiceDiagnostics;
using W = EgressPipeline.Policy.Diagnostics.ValueDiagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>Values on the last valid side of a bound; the diagnostic is the one that must not come.</summary>
internal static class ValidEdges
{
    private const string To = "route: [{destination: {host: a.com}}]";
    private const string Ports = "ports: [{number: 80, name: http, protocol: HTTP}]";

    public static readonly Example[] All =
    [
        Entry(W.BadLabel, $"hosts: [a.com]\nresolution: DNS\n{Ports}\nendpoints: [{{address: b.com, labels: {{example.com/app: {new string('a', 63)}, empty: ''}}}}]"),
        Entry(W.BadAddress, $"hosts: [a.com]\naddresses: [10.0.0.0/32, '::/128']\n{Ports}"),
        Entry(W.BadHost, $"hosts: ['a.com.']\nresolution: DNS\n{Ports}"),
        Entry(W.BadHost, $"hosts: [{EdgeExamples.LongName(253)}]\nresolution: DNS\n{Ports}"),
        Entry(W.BadExportTo, $"hosts: [a.com]\nexportTo: ['~']\n{Ports}"),
        Entry(E.NoEndpoints, $"hosts: [a.com]\nresolution: STATIC\nworkloadSelector: {{labels: {{a: b}}}}\n{Ports}"),
        Entry(E.EndpointAddress, $"hosts: [a.com]\nresolution: STATIC\nendpoints: [{{address: 'unix://@abstract'}}]\n{Ports}"),
        Entry(E.EndpointAddress, $"hosts: [a.com]\nresolution: DNS\nendpoints: [{{address: 10.0.0.1}}]\n{Ports}"),
        Entry(E.ServerFirst, "hosts: [a.com]\nresolution: DNS\nports: [{number: 22, name: a, protocol: TCP}]"),
        Service(V.BadWeight, "hosts: [a.com]\nhttp:\n- route: [{destination: {host: a.com}, weight: 2147483646}, {destination: {host: b.com}, weight: 1}]"),
        Service(V.BadRedirect, "hosts: [a.com]\nhttp:\n- match: [{uri: {prefix: /a}}]\n  redirect: {prefixRewrite: /b, scheme: https, redirectCode: 399}"),
        Service(V.EmptyRedirect, "hosts: [a.com]\nhttp:\n- redirect: {port: 8443}"),
        Service(V.BadDirectResponse, "hosts: [a.com]\nhttp:\n- directResponse: {status: 599}"),
        Service(V.LargeBody, "hosts: [a.com]\nhttp:\n- directResponse: {status: 200, body: {string: '" + new string('x', 102_400) + "'}}"),
        Service(W.BadRegex, $"hosts: [a.com]\nhttp:\n- match: [{{uri: {{regex: '{new string('a', 1024)}'}}}}]\n  {To}"),
        Service(V.BadRetry, $"hosts: [a.com]\nhttp:\n- {To}\n  retries: {{attempts: 1, retryOn: '5xx,409,511'}}"),
        Service(V.BadRetry, $"hosts: [a.com]\nhttp:\n- {To}\n  retries: {{attempts: 1, retryOn: 'retriable-headers,http3-post-connect-failure', retryRemoteLocalities: true, retryIgnorePreviousHosts: false}}"),
        Service(V.PerTryTimeoutTooLong, $"hosts: [a.com]\nhttp:\n- {To}\n  timeout: 3s\n  retries: {{attempts: 2, perTryTimeout: 1s}}"),
        Service(W.BadHeaderValue, $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{request: {{set: {{x-a: '50%% %HOSTNAME% %REQ(:path):7%', host: 'a%%b.com'}}}}}}"),
        Service(W.BadHeaderValue, $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{response: {{add: {{x-a: '%RESP(X-A?x-b):2147483647%%RESPONSE_CODE%%START_TIME%'}}}}}}"),
        Service(W.BadHeaderName, $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{request: {{set: {{':authority': b.com}}}}}}"),
        Service(V.BadCors, $"hosts: [a.com]\nhttp:\n- {To}\n  corsPolicy: {{maxAge: 2s, allowHeaders: ['*', x-a_b]}}"),
        Service(V.BadFault, $"hosts: [a.com]\nhttp:\n- {To}\n  fault: {{abort: {{httpStatus: 599, percentage: {{value: 0.0001}}}}}}"),
        Service(V.Unreachable, $"hosts: [a.com]\ngateways: [mesh, ns/g]\nhttp:\n- match: [{{uri: {{prefix: /a}}, gateways: [ns/g]}}]\n  {To}\n- match: [{{uri: {{prefix: /a}}, gateways: [mesh]}}]\n  {To}"),
        Service(V.Unreachable, $"hosts: [a.com]\nhttp:\n- match: [{{uri: {{prefix: /a}}}}]\n  {To}\n- {To}"),
        Service(V.NeverMatches, $"http:\n- match: [{{authority: {{exact: b.com}}}}]\n  {To}"),
        Service(V.Unreachable, $"hosts: [a.com]\ntcp:\n- match: [{{destinationSubnets: [10.0.0.0/24]}}]\n  {To}\n- match: [{{destinationSubnets: [10.0.0.0/8]}}]\n  {To}"),
        Rule(D.GatewayNotBelow5xx, "host: a.com\ntrafficPolicy: {outlierDetection: {consecutiveGatewayErrors: 5, consecutive5xxErrors: 0}}"),
        Rule(D.BadTls, "host: a.com\ntrafficPolicy: {tls: {mode: MUTUAL, insecureSkipVerify: true, credentialName: x}}"),
        Rule(D.BadTls, "host: a.com\ntrafficPolicy: {tls: {mode: MUTUAL, clientCertificate: /c.pem, privateKey: /k.pem}}"),
        Rule(D.BadHash, "host: a.com\ntrafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 2}}}}"),
        Rule(D.BadHash, "host: a.com\ntrafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: 4999999}}}}"),
        Rule(D.BadLocality, "host: a.com\ntrafficPolicy:\n  outlierDetection: {}\n  loadBalancer: {localityLbSetting: {distribute: [{from: a/b, to: {c: 1, d: 99}}, {from: 'a/c/*', to: {b: 100}}]}}"),
        Rule(D.GatewayNotBelow5xx, "host: a.com\ntrafficPolicy: {outlierDetection: {consecutiveGatewayErrors: 4}}"),
        Rule(D.SelectorExport, "host: a.com\nexportTo: [., default]\nworkloadSelector: {matchLabels: {a: b}}"),
        Rule(D.BadTunnel, "host: a.com\ntrafficPolicy: {tunnel: {protocol: CONNECT, targetHost: 10.0.0.1, targetPort: 443}}"),
        AccessPolicy(A.BadPath, "rules: [{to: [{operation: {paths: ['/a/{*}/b/{**}/c']}}]}]"),
        AccessPolicy(A.BadPort, "rules: [{to: [{operation: {ports: ['65535']}}]}]"),
        AccessPolicy(A.BadAccount, "rules: [{from: [{source: {serviceAccounts: [a/b, c]}}]}]"),
        AccessPolicy(A.ConditionKey, "rules: [{when: [{key: 'request.headers[x]', values: [a]}]}]"),
        AccessPolicy(A.BadTargetRef, "targetRef: {kind: Service, name: x}"),
        Sidecar(S.BadEgressHost, "egress: [{hosts: ['~ns/*', './*.a.com', '~/*']}]"),
        Sidecar(S.BadPort, "egress: [{port: {number: 65535}, bind: '::1', hosts: ['*/*']}, {port: {number: 0}, bind: 'unix:///s', hosts: ['*/*']}]"),
    ];
}
