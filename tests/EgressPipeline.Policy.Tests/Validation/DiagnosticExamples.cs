using EgressPipeline.Policy.Diagnostics;
using static EgressPipeline.Policy.Tests.Validation.Example;
using A = EgressPipeline.Policy.Diagnostics.AuthorizationPolicyDiagnostics;
using B = EgressPipeline.Policy.Diagnostics.BindingDiagnostics;
using C = EgressPipeline.Policy.Diagnostics.PolicyTestDiagnostics;
using D = EgressPipeline.Policy.Diagnostics.DestinationRuleDiagnostics;
using E = EgressPipeline.Policy.Diagnostics.ServiceEntryDiagnostics;
using F = EgressPipeline.Policy.Diagnostics.FilterBindingDiagnostics;
using R = EgressPipeline.Policy.Diagnostics.ReferenceDiagnostics;
using S = EgressPipeline.Policy.Diagnostics.SidecarDiagnostics;
using T = EgressPipeline.Policy.Diagnostics.TextDiagnostics;
using V = EgressPipeline.Policy.Diagnostics.VirtualServiceDiagnostics;
using W = EgressPipeline.Policy.Diagnostics.ValueDiagnostics;

namespace EgressPipeline.Policy.Tests.Validation;

/// <summary>Examples with their exact place.</summary>
internal static class DiagnosticExamples
{
    private const string Ports = "ports: [{number: 80, name: http, protocol: HTTP}]";
    private const string To = "route: [{destination: {host: a.com}}]";
    private const string EntryA = "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: {name: a}\nspec:\n  hosts: [a.com]\n  resolution: DNS\n  ports: [{number: 80, name: http, protocol: HTTP}]\n---\n";

    private static string Header(string kind, string name, string group = "networking") =>
        $"apiVersion: {group}.istio.io/v1\nkind: {kind}\nmetadata: {{name: {name}}}\nspec:\n";

    public static readonly Example[] All =
    [
        Of(T.Syntax, "kind: [§1, 2\nb: 3\n"),
        Of(T.Syntax, "kind: a\nspec:\n§\tb: c\n"),
        Of(T.Syntax, "§\tkind: a\n"),
        Of(T.Character, "kind: a\nspec: §\0\n"),
        Of(T.Template, "kind: a\nspec:\n  host: §{{ .Values.host }}\n"),
        Of(T.Secret, "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: x, annotations: {note: §'postgres://app:hunter22@db.example.com/x'}}\nspec: {egress: [{hosts: ['*/*']}]}\n"),
        Of(T.UnknownKind, "apiVersion: networking.istio.io/v1\nkind: §ServiceEntri\nmetadata: {name: x}\n"),
        Of(T.TooDeep, new string('[', 64) + "§[" + new string(']', 65)),
        Of(T.Forbidden, "kind: §&anchor x\n"),
        Of(T.Forbidden, "kind: §!!str x\n"),
        Of(T.Forbidden, "kind: §*anchor\n"),
        Of(T.DuplicateKey, "apiVersion: v1\nkind: Pod\n§kind: Pod\n"),
        Of(T.KeyNotText, "§[a, b]: x\n"),
        Of(T.NotAResource, "§- a\n- b\n"),
        Of(T.HeaderMissing, "§kind: ServiceEntry\n"),
        Of(T.VersionNotServed, "apiVersion: §networking.istio.io/v2\nkind: ServiceEntry\nmetadata: {name: x}\n"),
        Of(T.Skipped, "§apiVersion: v1\nkind: Service\nmetadata: {name: x}\n"),
        Of(T.BadName, "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: §Not_A_Name}\nspec: {egress: [{hosts: ['*/*']}]}\n"),
        Of(T.DuplicateResource, EntryA + "§" + EntryA),
        Of(T.Rejected, "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: x, annotations: {internal.istio.io/webhook-always-reject: §please}}\nspec: {egress: [{hosts: ['*/*']}]}\n"),

        Entry(B.UnknownField, "§hostz: [a.com]"),
        Entry(B.WrongType, "hosts: §a.com"),
        Entry(B.WrongType, "hosts: [§80]"),
        Entry(B.WrongType, $"hosts: [a.com]\nports: [{{number: §'80', name: http, protocol: HTTP}}]"),
        Entry(B.UnknownValue, "hosts: [a.com]\nresolution: §DSN"),
        Entry(B.Missing, "hosts: [a.com]\nports: [§{number: 80, protocol: HTTP}]"),
        Entry(B.OutOfRange, "hosts: [a.com]\nports: [{number: §99999, name: http, protocol: HTTP}]"),
        Service(B.BadDuration, $"hosts: [a.com]\nhttp:\n- {To}\n  timeout: §5 seconds"),
        Service(B.NotImplemented, $"hosts: [a.com]\nhttp:\n- {To}\n  §fault: {{delay: {{fixedDelay: 1s}}}}"),
        Rule(B.NotImplemented, "host: a.com\ntrafficPolicy: {tls: {mode: §ISTIO_MUTUAL}}"),
        Entry(B.NullItem, "hosts: [a.com]\nports: [§null]"),
        Rule(B.Exclusive, "host: a.com\ntrafficPolicy: {loadBalancer: {simple: RANDOM, §consistentHash: {useSourceIp: true}}}"),
        Entry(B.TooMany, "hosts: [a.com]\naddresses: [§'" + new string('1', 65) + "']"),
        Entry(B.TooFew, "hosts: §[]"),

        Entry(W.BadHost, $"hosts: [§not_a_host]\n{Ports}"),
        Entry(W.BadAddress, $"hosts: [a.com]\naddresses: [§10.0.0.300]\nresolution: STATIC\n{Ports}"),
        Entry(W.BadLabel, $"hosts: [a.com]\nresolution: DNS\n{Ports}\nendpoints: [{{address: b.com, labels: {{app: §'not ok'}}}}]"),
        Entry(W.BadExportTo, $"hosts: [a.com]\nexportTo: [ns, §ns]\n{Ports}"),
        AccessPolicy(W.BadSelector, "selector: {matchLabels: {app: §'a*'}}"),
        AccessPolicy(W.EmptySelector, "selector: §{}"),
        Service(W.BadRegex, $"hosts: [a.com]\nhttp:\n- match: [{{uri: {{regex: §'(?=x)'}}}}]\n  {To}"),
        Service(W.EmptyCondition, $"hosts: [a.com]\nhttp:\n- match: [{{uri: {{prefix: §''}}}}]\n  {To}"),
        Entry(W.BadPortName, "hosts: [a.com]\nresolution: DNS\nports: [{number: 80, name: §http_1, protocol: HTTP}]"),
        Entry(W.BadProtocol, "hosts: [a.com]\nresolution: DNS\nports: [{number: 80, name: http, protocol: §HTPP}]"),
        Service(W.BadGateway, $"hosts: [a.com]\ngateways: [mesh, §a/b/c]\nhttp:\n- {To}"),
        Service(W.BadHeaderName, $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{request: {{remove: [§Host]}}}}"),
        Service(W.BadHeaderValue, $"hosts: [a.com]\nhttp:\n- {To}\n  headers: {{request: {{set: {{§x-a: '50%'}}}}}}"),
        Service(W.BadNamespace, $"hosts: [a.com]\nhttp:\n- match: [{{sourceNamespace: §a_b}}]\n  {To}"),
        Of(W.BadDryRun, "apiVersion: networking.istio.io/v1\nkind: Sidecar\nmetadata: {name: x, annotations: {istio.io/dry-run: §'true'}}\nspec: {egress: [{hosts: ['*/*']}]}\n"),

        Entry(E.WildcardAll, $"hosts: [§'*']\n{Ports}"),
        Entry(E.DuplicatePort, "hosts: [a.com]\nports: [{number: 80, name: a, protocol: HTTP}, {number: §80, name: b, protocol: HTTP}]"),
        Entry(E.RangeNeedsStatic, $"hosts: [a.com]\nresolution: DNS\naddresses: [§10.0.0.0/8]\n{Ports}"),
        Entry(E.EndpointsWithNone, $"hosts: [a.com]\nendpoints: [§{{address: 1.2.3.4}}]\n{Ports}"),
        Entry(E.TooManyEndpoints, $"hosts: [a.com]\nresolution: DNS_ROUND_ROBIN\nendpoints: [{{address: b.com}}, §{{address: c.com}}]\n{Ports}"),
        Entry(E.HostNotResolvable, $"hosts: [§'*.a.com']\nresolution: DNS\n{Ports}"),
        Entry(E.DynamicNeedsWildcard, $"hosts: [§a.com]\nresolution: DYNAMIC_DNS\n{Ports}"),
        Entry(E.DynamicForbids, "hosts: ['*.a.com']\nresolution: DYNAMIC_DNS\nports: [§{number: 9, name: tcp, protocol: TCP}]"),
        Entry(E.EndpointPortUnknown, $"hosts: [a.com]\nresolution: DNS\nendpoints: [{{address: b.com, ports: {{htp: §81}}}}]\n{Ports}"),
        Entry(E.EndpointAddress, $"hosts: [a.com]\nresolution: STATIC\nendpoints: [{{address: §b.com}}]\n{Ports}"),
        Entry(E.ManyHostsOpaque, "hosts: [a.com, b.com]\nresolution: DNS\nports: [§{number: 9, name: tcp, protocol: TCP}]"),
        Entry(E.SelectorAndEndpoints, $"hosts: [a.com]\nresolution: STATIC\nworkloadSelector: §{{labels: {{a: b}}}}\nendpoints: [{{address: 1.2.3.4}}]\n{Ports}"),
        Entry(E.OpaqueWithoutAddress, "hosts: [a.com]\nresolution: DNS\nports: [§{number: 9, name: tcp, protocol: TCP}]"),
        Entry(E.NoEndpoints, $"hosts: [a.com]\nresolution: §STATIC\n{Ports}"),
        Entry(E.NoPorts, "§§hosts: [a.com]"),
        Entry(E.TargetPortWithNone, "hosts: [a.com]\nports: [{number: 80, name: http, protocol: HTTP, targetPort: §81}]"),

        Service(V.WildcardAll, $"hosts: [§'*']\nhttp:\n- {To}"),
        Service(V.OverlappingHosts, $"hosts: [a.com, §'*.com']\nhttp:\n- {To}"),
        Service(V.NoRoutes, "§§hosts: [a.com]"),
        Service(V.NoAction, "hosts: [a.com]\nhttp:\n- §name: x"),
        Service(V.ConflictingActions, $"hosts: [a.com]\nhttp:\n- {To}\n  redirect: §{{uri: /x}}"),
        Service(V.EmptyRedirect, "hosts: [a.com]\nhttp:\n- redirect: §{redirectCode: 302}"),
        Service(V.BadRedirect, "hosts: [a.com]\nhttp:\n- redirect: {uri: /x, redirectCode: §200}"),
        Service(V.BadDirectResponse, "hosts: [a.com]\nhttp:\n- directResponse: {status: §600}"),
        Service(V.EmptyRewrite, $"hosts: [a.com]\nhttp:\n- {To}\n  rewrite: §{{}}"),
        Service(V.AuthorityTwice, $"hosts: [a.com]\nhttp:\n- {To}\n  rewrite: {{authority: b}}\n  headers: {{request: {{set: {{§host: c}}}}}}"),
        Service(V.BadWeight, "hosts: [a.com]\nhttp:\n- route: [{destination: {host: a.com}, weight: §-1}]"),
        Service(V.BadDestination, "hosts: [a.com]\nhttp:\n- route: [{destination: {host: §'a.*'}}]"),
        Service(V.BadRetry, $"hosts: [a.com]\nhttp:\n- {To}\n  retries: {{attempts: 1, retryOn: §'5xx,gateway-eror'}}"),
        Service(V.NullHeaderMatch, $"hosts: [a.com]\nhttp:\n- match: [{{headers: {{§x-a: null}}}}]\n  {To}"),
        Service(V.SniOutsideHosts, $"hosts: [a.com]\ntls:\n- match: [{{sniHosts: [§b.com]}}]\n  {To}"),
        Service(V.SniAddress, $"hosts: [a.com]\ntls:\n- match: [{{sniHosts: [§1.2.3.4]}}]\n  {To}"),
        Service(V.RouteMissing, "hosts: [a.com]\ntcp:\n- §match: [{port: 1}]"),
        Service(V.Unreachable, $"hosts: [a.com]\nhttp:\n- {To}\n- §match: [{{uri: {{prefix: /x}}}}]\n  {To}"),
        Service(V.IneffectiveMatch, $"hosts: [a.com]\nhttp:\n- match: [{{uri: {{prefix: /x}}}}, §{{uri: {{exact: /xy}}}}]\n  {To}"),
        Service(V.GatewayOnly, $"hosts: [a.com]\ngateways: [§istio-system/egress]\nhttp:\n- {To}"),
        Service(V.PerTryTimeoutTooLong, $"hosts: [a.com]\nhttp:\n- {To}\n  timeout: 1s\n  retries: {{attempts: 1, perTryTimeout: §2s}}"),
        Service(V.LargeBody, "hosts: [a.com]\nhttp:\n- directResponse: §{status: 200, body: {string: '" + new string('x', 102_401) + "'}}"),
        Service(V.BadFault, $"hosts: [a.com]\nhttp:\n- {To}\n  fault: {{abort: {{httpStatus: §99}}}}"),
        Service(B.OutOfRange, $"hosts: [a.com]\nhttp:\n- {To}\n  mirror: {{host: a.com}}\n  mirrorPercentage: {{value: §101}}"),
        Service(V.BadCors, $"hosts: [a.com]\nhttp:\n- {To}\n  corsPolicy: {{allowMethods: [§GETT]}}"),
        Service(V.BadDelegate, $"hosts: [a.com]\nhttp:\n- {To}\n  delegate: §{{name: x}}"),

        Rule(D.BadSubset, "host: a.com\nsubsets: [{name: v1}, {name: §v1}]"),
        Rule(D.EmptyPolicy, "host: a.com\ntrafficPolicy: {connectionPool: §{}}"),
        Rule(D.PortMissing, "host: a.com\ntrafficPolicy: {portLevelSettings: [§{tls: {mode: SIMPLE}}]}"),
        Rule(D.DuplicatePort, "host: a.com\ntrafficPolicy:\n  portLevelSettings:\n  - {port: {number: 1}, tls: {mode: SIMPLE}}\n  - {port: {number: §1}, tls: {mode: SIMPLE}}"),
        Rule(D.BadTls, "host: a.com\ntrafficPolicy: {tls: §{mode: MUTUAL, clientCertificate: c.pem}}"),
        Rule(D.UnverifiedTls, "host: a.com\ntrafficPolicy: {tls: §{mode: SIMPLE, insecureSkipVerify: true}}"),
        Rule(D.BadOutlier, "host: a.com\ntrafficPolicy: {outlierDetection: {consecutiveLocalOriginFailures: §3}}"),
        Rule(D.GatewayNotBelow5xx, "host: a.com\ntrafficPolicy: {outlierDetection: {consecutiveGatewayErrors: §5}}"),
        Rule(D.BadHash, "host: a.com\ntrafficPolicy: {loadBalancer: {consistentHash: {useSourceIp: true, maglev: {tableSize: §1000}}}}"),
        Rule(D.BadLocality, "host: a.com\ntrafficPolicy: {outlierDetection: {}, loadBalancer: {localityLbSetting: {failover: [§{from: a, to: a}]}}}"),
        Rule(D.FailoverWithoutOutlier, "host: a.com\ntrafficPolicy: {loadBalancer: {localityLbSetting: §{failover: [{from: a, to: b}]}}}"),
        Rule(D.SelectorExport, "host: a.com\nexportTo: [§'*']\nworkloadSelector: {matchLabels: {a: b}}"),
        Rule(D.BadTunnel, "host: a.com\ntrafficPolicy: {tunnel: {protocol: §GET, targetHost: b.com, targetPort: 443}}"),
        Rule(D.DroppedByPort, "host: a.com\ntrafficPolicy: {tls: {mode: SIMPLE}, portLevelSettings: [{port: {number: §80}, connectionPool: {tcp: {maxConnections: 1}}}]}"),

        AccessPolicy(A.NoRules, "§action: DENY"),
        AccessPolicy(A.Empty, "rules: [{to: [{operation: §{}}]}]"),
        AccessPolicy(A.Empty, "rules: [§{from: []}]"),
        AccessPolicy(A.EmptyValue, "rules: [{to: [{operation: {methods: [GET, §'']}}]}]"),
        AccessPolicy(A.BadPort, "rules: [{to: [{operation: {ports: [§'http']}}]}]"),
        AccessPolicy(A.BadPath, "rules: [{to: [{operation: {paths: [§'/{*}/{name}']}}]}]"),
        AccessPolicy(A.AccountsWithOthers, "rules: [{from: [{source: {serviceAccounts: [§a/b], namespaces: [a]}}]}]"),
        AccessPolicy(A.BadAccount, "rules: [{from: [{source: {serviceAccounts: [§'a/*']}}]}]"),
        AccessPolicy(A.ConditionKey, "rules: [{when: [{key: §source.principals, values: [a]}]}]"),
        AccessPolicy(A.ConditionValues, "rules: [{when: [§{key: source.ip}]}]"),
        AccessPolicy(A.ProviderNotCustom, "§provider: {name: x}"),
        AccessPolicy(A.DenyHttpOnly, "action: DENY\nrules: [§{to: [{operation: {methods: [POST]}}]}]"),
        AccessPolicy(A.BadTargetRef, "targetRef: §{kind: Pod, name: x}"),
        Of(A.DenyWidens, Header("ServiceEntry", "a") + "  hosts: [a.com]\n  addresses: [1.2.3.4]\n  ports: [{number: 5432, name: tcp, protocol: TCP}]\n---\n"
            + Header("AuthorizationPolicy", "b", "security") + "  action: DENY\n  rules: [{to: [{operation: {methods: [GET], ports: [§'5432']}}]}]\n"),

        Sidecar(S.Empty, "§§workloadSelector: {labels: {a: b}}"),
        Sidecar(S.BadEgressHost, "egress: [{hosts: [§a.com]}]"),
        Sidecar(S.NoHosts, "egress: [§{hosts: []}]"),
        Sidecar(S.ListenerOrder, "egress: [§{hosts: ['*/*']}, {hosts: ['./*']}]"),
        Sidecar(S.DuplicateHost, "egress: [{hosts: [ns/*, §ns/a.com]}]"),
        Sidecar(S.EgressProxy, "outboundTrafficPolicy: {mode: ALLOW_ANY, egressProxy: §{host: a.com}}"),

        Sidecar(S.BadPort, "egress: [{port: §{name: http}, hosts: ['*/*']}]"),
        Sidecar(S.BadPort, "egress: [{port: {number: 80}, hosts: ['*/*']}, {port: {number: §80}, hosts: ['./*']}]"),

        Filter(F.BadFilterName, "filter: §Rate_Limit"),
        Filter(F.HostNotCovered, "filter: a\nhosts: [§a.com]"),
        Filter(F.ServiceNotDeclared, "filter: a\nservices: [§b]"),
        Filter(F.RouteNotDefined, "filter: a\nroutes: [{virtualService: §b}]"),
        Filter(F.BadDeadline, "filter: a\ndeadline: §11m"),
        Filter(F.BadDeadline, "filter: a\nbreaker: {cooldown: §11m}"),
        Filter(B.Exclusive, "filter: a\nhosts: [a.com]\n§routes: [{virtualService: b}]"),
        Filter(B.UnknownField, "filter: a\n§failuremode: open"),
        Filter(B.WrongType, "filter: a\nconfig: §[1]"),

        Of(R.HostNotDeclared, EntryA + Header("VirtualService", "b") + "  hosts: [a.com]\n  http: [{route: [{destination: {host: §aa.com}}]}]\n"),
        Of(R.HostNotDeclared, EntryA + Header("VirtualService", "b") + "  hosts: [a.com]\n  http: [{route: [{destination: {host: §reviews}}]}]\n"),
        Of(R.PortNotDeclared, EntryA + Header("VirtualService", "b") + "  hosts: [a.com]\n  http: [{route: [{destination: {host: a.com, port: {number: §81}}}]}]\n"),
        Of(R.SubsetNotDefined, EntryA + Header("VirtualService", "b") + "  hosts: [a.com]\n  http: [{route: [{destination: {host: a.com, subset: §v1}}]}]\n"),
        Of(R.DuplicateVirtualHost, EntryA + Header("VirtualService", "b") + $"  hosts: [a.com]\n  http: [{{{To}}}]\n---\n" + Header("VirtualService", "c") + $"  hosts: [§a.com]\n  http: [{{{To}}}]\n"),
        Of(R.RuleWithoutHost, EntryA + Header("DestinationRule", "b") + "  host: §b.com\n"),
        Of(R.ConflictingProtocol, EntryA + Header("ServiceEntry", "b") + "  hosts: [a.com]\n  resolution: DNS\n  ports: [§{number: 80, name: tls, protocol: TLS}]\n"),
        Of(R.SecondSidecar, Header("Sidecar", "a") + "  egress: [{hosts: ['*/*']}]\n---\n§" + Header("Sidecar", "b") + "  egress: [{hosts: ['./*']}]\n"),
        Of(R.SubsetUnused, EntryA + Header("DestinationRule", "b") + "  host: a.com\n  subsets: [{name: §v1}]\n"),

        Of(T.UnknownKind, "apiVersion: egresspipeline.dev/v1\nkind: §PolicyTests\nmetadata: {name: x}\n"),
        Test(B.UnknownField, "cases: [{call: GET http://a.com/, expect: {§verdikt: allowed}}]"),
        Test(B.UnknownValue, "cases: [{call: GET http://a.com/, expect: §alowed}]"),
        Test(B.UnknownValue, "cases: [{call: GET http://a.com/, expect: {reason: §no_rout}}]"),
        Test(B.WrongType, "cases: [{call: §[a], expect: allowed}]"),
        Test(B.WrongType, "cases: [{call: GET http://a.com/, expect: {retries: §many}}]"),
        Test(B.Missing, "cases: [§{call: GET http://a.com/}]"),
        Test(B.TooFew, "cases: §[]"),
        Test(B.Exclusive, "cases: [{call: {url: http://a.com/, §sni: a.com}, expect: allowed}]"),
        Test(C.BadCall, "cases: [{call: §GET a.com, expect: allowed}]"),
        Test(C.BadCall, "cases: [{call: §{tcp: a.com}, expect: allowed}]"),
        Test(C.BadCall, "cases: [{call: §{method: GET}, expect: allowed}]"),
        Test(C.BadCall, "cases: [{call: §{tcp: '10.0.0.1:80', headers: {a: b}}, expect: allowed}]"),
        Test(C.BadCall, "cases: [{call: §{connect: 'a.com:443', destination: 10.0.0.1}, expect: allowed}]"),
        Test(C.BadCaller, "from: §spiffe://\ncases: [{call: GET http://a.com/, expect: allowed}]"),
        Test(C.BadCaller, "cases: [{call: GET http://a.com/, from: §{principal: td/ns/a/sa/b, namespace: c}, expect: allowed}]"),
        Test(W.BadLabel, "cases: [{call: GET http://a.com/, from: {labels: {app: §'not ok'}}, expect: allowed}]"),
        Test(C.NoExpectation, "cases: [{call: GET http://a.com/, expect: §{}}]"),
        Test(C.NoExpectation, "cases: [{call: GET http://a.com/, expect: {retries: §{}}}]"),
        Test(C.Contradiction, "cases: [{call: GET http://a.com/, expect: {verdict: denied, route: §x}}]"),
        Test(C.Contradiction, "cases: [{call: GET http://a.com/, expect: {verdict: denied, reason: §unregistered}}]"),
        Test(C.Contradiction, "cases: [{call: TLS a.com, expect: {timeout: §1s}}]"),
        Test(C.Contradiction, "cases: [{call: GET http://a.com/, expect: {redirect: 301, cluster: §x}}]"),
        Test(C.Contradiction, "cases: [{call: GET http://a.com/, expect: {redirect: §301, directResponse: 200}}]"),
        Test(C.BadExpectation, "cases: [{call: GET http://a.com/, expect: {retries: {retryOn: §5xxx}}}]"),
        Test(C.BadExpectation, "cases: [{call: GET http://a.com/, expect: {weights: {v1: §0}}}]"),
        Test(C.DuplicateName, "cases:\n- {name: a, call: GET http://a.com/, expect: allowed}\n- {name: §a, call: GET http://a.com/, expect: allowed}"),
    ];
}
