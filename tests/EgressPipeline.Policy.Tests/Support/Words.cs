using CsCheck;

namespace EgressPipeline.Policy.Tests.Support;

/// <summary>
/// The few names and values that random policies and random calls share: taken from small sets, so that a call has a fair
/// chance to meet a condition and to miss it narrowly.
/// </summary>
internal static class Words
{
    public static readonly string[] ExactHosts = ["a.test", "b.test", "api.a.test", "x.y.test", "deep.x.y.test", "pay.example.com", "log.example.com"];
    public static readonly string[] WildcardHosts = ["*.a.test", "*.y.test", "*.test", "*.x.y.test", "*.example.com"];
    public static readonly string[] Hosts = [.. ExactHosts, .. WildcardHosts];

    public static Gen<string> Namespace { get; } = Pick.From("default", "shop");
    public static Gen<string> Method { get; } = Pick.From("GET", "POST", "DELETE");
    public static Gen<string> Path { get; } = Pick.From("/", "/a", "/A", "/a/b", "/a/b/c", "/v1/items", "/v2/items/7", "/admin", "/v1");
    public static Gen<string> Pattern { get; } = Pick.From("/v[0-9]+/.*", "/a.*", "[a-z/]+", "/(a|admin)", ".*items.*");
    public static Gen<string> Header { get; } = Pick.From("x-team", "x-id", "accept");
    public static Gen<string> HeaderValue { get; } = Pick.From("shop", "shop-1", "1", "17", "");
    public static Gen<string> Parameter { get; } = Pick.From("q", "page");
    public static Gen<int> Port { get; } = Pick.From(80, 8080, 443, 8443, 9000, 50051, 27017);

    /// <summary>The address that the service of a host has for itself.</summary>
    public static string AddressOf(string host) => "10.0." + Array.IndexOf(Hosts, host) + ".1";

    public static string RangeOf(string host) => "10.0." + Array.IndexOf(Hosts, host) + ".0/24";
}
