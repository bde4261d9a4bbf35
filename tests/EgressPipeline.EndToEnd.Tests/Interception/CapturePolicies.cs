using EgressPipeline.TestKit;

namespace EgressPipeline.EndToEnd.Tests.Interception;

/// <summary>The policies of a captured pod: services of every resolution, and one that may not be called.</summary>
internal static class CapturePolicies
{
    /// <summary>Numbers of the addresses in the world.</summary>
    public const int Api = 1, Secure = 2, Forbidden = 3, Undeclared = 4, Dialled = 5, Mail = 25, Redis = 79, Gone = 99;

    public static string All { get; } = PolicyText.Join(
        Resolved("api.example.com", "HTTP", 80),
        Resolved("secure.example.com", "TLS", 443),
        Resolved("forbidden.example.com", "HTTP", 80),
        Resolved("forbidden-tls.example.com", "TLS", 443),
        Dialed("any.example.com", 80, "HTTP", Dialled),
        Tcp("mail.example.com", 25, Mail),
        Tcp("gone.example.com", 7777, Gone),
        PolicyText.Authorization("forbidden", "DENY", "- to: [{ operation: { hosts: [forbidden.example.com, forbidden-tls.example.com], ports: [\"80\", \"443\"] } }]\n"));

    /// <summary>A service that is looked up by its name, whatever address was dialled.</summary>
    public static string Resolved(string host, string protocol, int port) => $$"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: {{host.Replace('.', '-')}}, namespace: default }
        spec:
          hosts: ["{{host}}"]
          ports: [{ number: {{port}}, name: p, protocol: {{protocol}} }]
          resolution: DNS

        """;

    /// <summary>A service that is where it was dialled (resolution NONE), at the addresses of a number.</summary>
    public static string Dialed(string host, int port, string protocol, int number) => Addressed(host, port, protocol, number, "NONE");

    /// <summary>A TCP service at the addresses of a number that is reached there (STATIC).</summary>
    public static string Tcp(string host, int port, int number, string? endpoint = null) =>
        Addressed(host, port, "TCP", number, "STATIC", $"  endpoints: [{{ address: \"{endpoint ?? PodWorld.Addresses(number)[0].ToString()}\" }}]\n");

    private static string Addressed(string host, int port, string protocol, int number, string resolution, string rest = "") => $$"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: {{host.Replace('.', '-')}}-{{port}}, namespace: default }
        spec:
          hosts: ["{{host}}"]
          addresses: [{{string.Join(", ", PodWorld.Addresses(number).Select(address => $"\"{address}\""))}}]
          ports: [{ number: {{port}}, name: p, protocol: {{protocol}} }]
          resolution: {{resolution}}
        {{rest}}
        """;
}
