using CsCheck;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>A VirtualService for a declared host, with routes to any services that its namespace sees.</summary>
internal static class RandomVirtualServices
{
    private static readonly Gen<string> Retries = Yaml.Map(
        Pick.From("attempts: 1", "attempts: 3"),
        Yaml.Sometimes(60, Yaml.Field("retryOn", Pick.From("5xx", "'gateway-error,reset'", "'503,connect-failure'", "'retriable-4xx,cancelled'", "'retriable-headers,reset'"))),
        Yaml.Sometimes(30, Gen.Const("perTryTimeout: 250ms")),
        Yaml.Sometimes(20, Pick.From("retryRemoteLocalities: true", "retryIgnorePreviousHosts: false")),
        Yaml.Sometimes(30, Gen.Const("backoff: 50ms")));

    private static readonly Gen<string> Headers = Yaml.Map(
        Yaml.Field("request", Pick.From("{set: {x-set: a}}", "{set: {x-set: 'a %REQ(x-a?:path):9% %HOSTNAME%'}}", "{add: {x-add: b}, remove: [x-gone]}")),
        Yaml.Sometimes(40, Gen.Const("response: {set: {x-back: c}, add: {x-more: d}, remove: [server]}")));

    private static readonly Gen<string> Faults = Pick.From(
        "{delay: {fixedDelay: 5s, percentage: {value: 0.1}}}", "{abort: {httpStatus: 503, percentage: {value: 50}}}",
        "{delay: {fixedDelay: 1s, percentage: {value: 100}}, abort: {grpcStatus: UNAVAILABLE, percentage: {value: 1}}}");

    private static readonly Gen<string> Answer = Pick.From(
        "redirect: {uri: /moved}", "redirect: {scheme: https, derivePort: FROM_REQUEST_PORT}", "redirect: {authority: b.test, port: 8080, scheme: https, redirectCode: 307}", "directResponse: {status: 503, body: {string: closed}}");

    public static Gen<string> For(RandomService service, RandomService[] all) => Words.Namespace.SelectMany(ns =>
    {
        var seen = Array.FindAll(all, other => other.IsSeenFrom(ns));
        return seen.Length == 0 ? Gen.Const("") : In(ns, service, Destinations(seen), Mirrors(seen));
    });

    private static Gen<string> In(string ns, RandomService service, Gen<string> destinations, Gen<string> mirrors) =>
        Yaml.Document("VirtualService", "v" + Array.IndexOf(Words.Hosts, service.Host), Gen.Const(ns), Yaml.Map(
            Gen.Const($"hosts: ['{service.Host}']"),
            Yaml.Sometimes(10, Yaml.Field("exportTo", Pick.From("['.']", "['*']", "[shop]"))),
            service.Speaks("HTTP", "HTTP2", "GRPC") ? Yaml.Field("http", Rules(Http(destinations, mirrors))) : Gen.Const(""),
            service.Speaks("TLS", "HTTPS") ? Yaml.Sometimes(service.Speaks("HTTP", "HTTP2", "GRPC") ? 80 : 100, Yaml.Field("tls", Yaml.List(1, 2, Connection(RandomMatches.Tls(service.Host), destinations)))) : Gen.Const(""),
            service.Speaks("TCP", "MONGO") ? Yaml.Field("tcp", Yaml.List(1, 2, Connection(RandomMatches.Tcp, destinations))) : Gen.Const("")));

    // Rules with matches, then perhaps one that takes the rest.
    private static Gen<string> Rules(Func<Gen<string>, Gen<string>> rule) => Gen.Select(
        rule(Yaml.Field("match", Yaml.List(1, 3, RandomMatches.Http))).Array[0, 3],
        Yaml.Sometimes(70, rule(Gen.Const(""))),
        (rules, last) => "[" + string.Join(", ", last.Length > 0 || rules.Length == 0 ? [.. rules, last.Length > 0 ? last : "{directResponse: {status: 404}}"] : rules) + "]");

    private static Func<Gen<string>, Gen<string>> Http(Gen<string> destinations, Gen<string> mirrors) => match => Gen.Frequency(
        (85, Yaml.Map(
            match,
            Yaml.Sometimes(20, Pick.From("name: first", "name: other")),
            Yaml.Field("route", destinations),
            Yaml.Sometimes(20, Pick.From("rewrite: {uri: /new}", "rewrite: {authority: c.test}", "rewrite: {uriRegexRewrite: {match: '^/v([0-9]+)/', rewrite: '/api-\\1/'}}")),
            Yaml.Sometimes(25, Pick.From("timeout: 2s", "timeout: 750ms")),
            Yaml.Sometimes(30, Yaml.Field("retries", Retries)),
            Yaml.Sometimes(20, Yaml.Field("headers", Headers)),
            Yaml.Sometimes(15, Yaml.Field("fault", Faults)),
            Yaml.Sometimes(15, Pick.From("corsPolicy: {allowOrigins: [{exact: 'https://a.test'}], allowMethods: [GET]}", "corsPolicy: {allowOrigin: ['*'], maxAge: 60s, allowCredentials: true}")),
            Yaml.Sometimes(15, mirrors))),
        (15, Yaml.Map(match, Answer)));

    private static Gen<string> Connection(Gen<string> match, Gen<string> destinations) =>
        Yaml.Map(Yaml.Field("match", Yaml.List(1, 2, match)), Yaml.Field("route", destinations));

    private static Gen<string> Destinations(RandomService[] all)
    {
        var destination = Pick.From(all).SelectMany(Destination);
        return Gen.Frequency(
            (70, destination.Select(d => "[{destination: " + d + "}]")),
            (30, Gen.Select(destination, destination, Gen.Int[0, 100], (a, b, weight) => $"[{{destination: {a}, weight: {weight}}}, {{destination: {b}, weight: {100 - weight}}}]")));
    }

    private static Gen<string> Mirrors(RandomService[] all)
    {
        var destination = Pick.From(all).SelectMany(Destination);
        return Gen.Frequency(
            (50, Gen.Select(destination, Pick.From("", ", mirrorPercentage: {value: 12.5}", ", mirrorPercent: 0"), (d, share) => "mirror: " + d + share)),
            (50, Gen.Select(destination, destination, (a, b) => $"mirrors: [{{destination: {a}}}, {{destination: {b}, percentage: {{value: 50}}}}]")));
    }

    private static Gen<string> Destination(RandomService service) => Yaml.Map(
        Gen.Const($"host: '{service.Host}'"),
        service.Ports.Length == 1 ? Gen.Const("") : Yaml.Sometimes(90, Pick.From(service.Ports).Select(port => $"port: {{number: {port.Number}}}")),
        service.HasSubsets ? Yaml.Sometimes(30, Pick.From("subset: v1", "subset: v2")) : Gen.Const(""));
}
