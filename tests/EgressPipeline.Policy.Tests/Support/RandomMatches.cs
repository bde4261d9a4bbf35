using CsCheck;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>The match blocks of http, tls and tcp rules.</summary>
internal static class RandomMatches
{
    private static readonly Gen<string> Source = Gen.OneOf(
        Yaml.Field("sourceNamespace", Words.Namespace),
        Yaml.Field("sourceLabels", Pick.From("{app: web}", "{app: job}")));

    private static readonly Gen<string> Uri = Gen.OneOf(
        Words.Path.Select(path => $"{{exact: \"{path}\"}}"),
        Words.Path.Where(path => path != "/").Select(path => $"{{prefix: \"{path}\"}}"),
        Words.Pattern.Select(pattern => $"{{regex: '{pattern}'}}"));

    private static readonly Gen<string> Value = Gen.OneOf(
        Words.HeaderValue.Select(value => $"{{exact: \"{value}\"}}"),
        Pick.From("{prefix: shop}", "{prefix: '1'}", "{regex: '[0-9]+'}", "{regex: 'shop.*'}", "{}"));

    private static readonly Gen<string> Headers = Yaml.Map(Named(Words.Header, Value));

    public static Gen<string> Http { get; } = Yaml.Map(
        Yaml.Sometimes(85, Yaml.Field("uri", Uri)),
        Yaml.Sometimes(20, Gen.Const("ignoreUriCase: true")),
        Yaml.Sometimes(25, Yaml.Field("method", Gen.OneOf(Words.Method.Select(method => $"{{exact: {method}}}"), Gen.Const("{regex: 'GET|POST'}")))),
        Yaml.Sometimes(8, Gen.Const("scheme: {exact: https}")),
        Yaml.Sometimes(10, Yaml.Field("authority", Gen.OneOf(Pick.From(Words.ExactHosts).Select(host => $"{{exact: {host}}}"), Pick.From("{prefix: api}", "{exact: 'a.test:8080'}", "{regex: '.*:80'}")))),
        Yaml.Sometimes(30, Yaml.Field("headers", Headers)),
        Yaml.Sometimes(12, Yaml.Field("withoutHeaders", Headers)),
        Yaml.Sometimes(15, Yaml.Field("queryParams", Yaml.Map(Named(Words.Parameter, Value)))),
        Yaml.Sometimes(15, Yaml.Field("port", Words.Port.Select(port => port.ToString()))),
        Yaml.Sometimes(8, Source));

    /// <summary>A match of a tcp rule.</summary>
    public static Gen<string> Tcp { get; } = Yaml.Map(
        Yaml.Field("port", Pick.From("9000", "27017", "443")),
        Yaml.Sometimes(40, Yaml.Field("destinationSubnets", Pick.From("[10.0.0.0/16]", "[10.0.1.1, 10.0.3.0/24]"))),
        Yaml.Sometimes(8, Source));

    /// <summary>A match of a tls rule under a host.</summary>
    public static Gen<string> Tls(string host) => Yaml.Map(
        Pick.From([.. Words.Hosts.Where(h => Policy.Matching.HostPattern.IsSubsetOf(h, host))]).Select(sni => $"sniHosts: ['{sni}']"),
        Yaml.Sometimes(60, Yaml.Field("port", Pick.From("443", "8443"))),
        Yaml.Sometimes(15, Gen.Const("destinationSubnets: [10.0.0.0/16]")),
        Yaml.Sometimes(8, Source));

    private static Gen<string> Named(Gen<string> name, Gen<string> value) => Gen.Select(name, value, (n, v) => n + ": " + v);
}
