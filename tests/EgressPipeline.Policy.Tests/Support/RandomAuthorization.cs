using CsCheck;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>AuthorizationPolicies with every kind of clause that policies can have.</summary>
internal static class RandomAuthorization
{
    private static readonly Gen<string> Principal = Pick.From("cluster.local/ns/shop/sa/web", "cluster.local/ns/shop/*", "*/sa/job", "*");

    private static readonly Gen<string> Address = Pick.From("127.0.0.1", "10.0.0.0/8", "10.0.1.0/24", "192.168.0.0/16", "fd00::/8");

    private static readonly Gen<string> Host = Gen.OneOf(
        Pick.From(Words.ExactHosts), Pick.From("*.test", "*", "api.*", "a.test:80", "b.test:*", "*.example.com"));

    private static readonly Gen<string> Path = Gen.OneOf(
        Words.Path, Pick.From("/a*", "*/items", "*", "/v1/{*}", "/{*}/items/{**}", "/{**}"));

    private static readonly Gen<string> Source = Yaml.Map(
        Gen.OneOf(
            Fields("principals", "notPrincipals", Principal),
            Fields("namespaces", "notNamespaces", Pick.From("shop", "default", "sh*")),
            Fields("serviceAccounts", "notServiceAccounts", Pick.From("web", "shop/web", "default/job")),
            Fields("trustDomains", "notTrustDomains", Pick.From("cluster.local", "other.org"))),
        Yaml.Sometimes(25, Fields("ipBlocks", "notIpBlocks", Address)),
        Yaml.Sometimes(10, Fields("remoteIpBlocks", "notRemoteIpBlocks", Address)));

    private static readonly Gen<string> Operation = Yaml.Map(
        Gen.OneOf(Fields("hosts", "notHosts", Host), Fields("paths", "notPaths", Path), Fields("methods", "notMethods", Gen.OneOf(Words.Method, Pick.From("P*", "*")))),
        Yaml.Sometimes(30, Fields("ports", "notPorts", Words.Port.Select(port => port.ToString()))));

    private static readonly Gen<string> Condition = Gen.OneOf(
        When("request.headers[x-team]", Pick.From("shop", "shop*", "*1", "*")),
        When("request.headers[:method]", Words.Method),
        When("request.headers[:path]", Pick.From("/a*", "/admin")),
        When("request.headers[host]", Host),
        When("source.ip", Address),
        When("source.namespace", Pick.From("shop", "default")),
        When("source.principal", Principal),
        When("source.trustDomain", Gen.Const("cluster.local")),
        When("source.serviceAccount", Pick.From("shop/web", "default/job")),
        When("destination.ip", Address),
        When("destination.port", Words.Port.Select(port => port.ToString())),
        When("connection.sni", Host));

    public static Gen<string> Rule { get; } = Yaml.Map(
        Yaml.Sometimes(40, Yaml.Field("from", Yaml.List(1, 2, Source.Select(source => "{source: " + source + "}")))),
        Yaml.Sometimes(60, Yaml.Field("to", Yaml.List(1, 2, Operation.Select(operation => "{operation: " + operation + "}")))),
        Yaml.Sometimes(35, Yaml.Field("when", Yaml.List(1, 2, Condition))));

    public static Gen<string> Policy(int number) => Yaml.Document("AuthorizationPolicy", "p" + number, Words.Namespace, Yaml.Map(
        Yaml.Field("action", Gen.Frequency((6, Gen.Const("ALLOW")), (3, Gen.Const("DENY")), (1, Gen.Const("AUDIT")))),
        Yaml.Sometimes(15, Pick.From("selector: {matchLabels: {app: web}}", "selector: {matchLabels: {app: job}}")),
        Yaml.Field("rules", Yaml.List(1, 3, Rule))));

    // As written, negated, or both.
    private static Gen<string> Fields(string field, string negated, Gen<string> value) => Gen.Frequency(
        (7, Yaml.Field(field, Yaml.Texts(3, value))),
        (3, Yaml.Field(negated, Yaml.Texts(2, value))),
        (1, Yaml.Join(Yaml.Field(field, Yaml.Texts(2, value)), Yaml.Field(negated, Yaml.Texts(1, value)))));

    private static Gen<string> When(string key, Gen<string> value) => Fields("values", "notValues", value).Select(values => $"{{key: '{key}', {values}}}");
}
