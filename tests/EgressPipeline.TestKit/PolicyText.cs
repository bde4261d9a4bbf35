using System.Net;

namespace EgressPipeline.TestKit;

/// <summary>
/// Policy documents as text, the way people write them. Each method gives one document; <see cref="Join"/> puts several
/// into one file. Blocks that a caller passes in are YAML of their own, indented from column 0.
/// </summary>
public static class PolicyText
{
    /// <summary>Several documents as one file.</summary>
    public static string Join(params string[] documents) => string.Join("---\n", documents);

    /// <summary>A service whose endpoints are addresses (resolution STATIC).</summary>
    /// <param name="host">The declared host.</param>
    /// <param name="port">The port that applications call.</param>
    /// <param name="protocol">HTTP, HTTPS, TLS, TCP …</param>
    /// <param name="endpoints">Where it really is.</param>
    public static string Service(string host, int port, string protocol, params IPEndPoint[] endpoints) => $"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {Metadata(host + "-" + port)}
        spec:
          hosts: ["{host}"]
          ports: [{Port(port, protocol)}]
          resolution: STATIC
          endpoints:
        {string.Join("\n", endpoints.Select(at => Endpoint(at, port, protocol)))}

        """;

    /// <summary>A service whose endpoints carry labels for subsets.</summary>
    public static string Service(string host, int port, string protocol, params (IPEndPoint At, string Version)[] endpoints) => $"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {Metadata(host + "-" + port)}
        spec:
          hosts: ["{host}"]
          ports: [{Port(port, protocol)}]
          resolution: STATIC
          endpoints:
        {string.Join("\n", endpoints.Select(e => Endpoint(e.At, port, protocol, e.Version)))}

        """;

    /// <summary>A service that is opaque TCP at an address; applications dial that address themselves.</summary>
    public static string TcpService(string host, string address, int port, IPEndPoint endpoint) => $"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: {Metadata(host + "-" + port)}
        spec:
          hosts: ["{host}"]
          addresses: ["{address}"]
          ports: [{Port(port, "TCP")}]
          resolution: STATIC
          endpoints:
        {Endpoint(endpoint, port, "TCP")}

        """;

    /// <summary>HTTP routes for a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="http">The list under <c>http:</c>.</param>
    public static string Routes(string host, string http) => $"""
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {Metadata(host)}
        spec:
          hosts: ["{host}"]
          http:
        {Indent(http, 2)}
        """;

    /// <summary>What applies on the way to a host.</summary>
    /// <param name="host">The host.</param>
    /// <param name="rest">What follows <c>host:</c> in the spec (<c>trafficPolicy:</c>, <c>subsets:</c>).</param>
    public static string Destination(string host, string rest) => $"""
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: {Metadata(host)}
        spec:
          host: "{host}"
        {Indent(rest, 2)}
        """;

    /// <summary>Who may call what.</summary>
    /// <param name="name">Name of the policy.</param>
    /// <param name="action">ALLOW, DENY or AUDIT.</param>
    /// <param name="rules">The list under <c>rules:</c>.</param>
    public static string Authorization(string name, string action, string rules) => $"""
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {Metadata(name)}
        spec:
          action: {action}
          rules:
        {Indent(rules, 2)}
        """;

    private static string Endpoint(IPEndPoint at, int port, string protocol, string? version = null) =>
        $"  - {{ address: {at.Address}, ports: {{ {PortName(port, protocol)}: {at.Port} }}{(version is null ? "" : $", labels: {{ version: {version} }}")} }}";

    private static string Metadata(string name) => $"{{ name: {Name(name)}, namespace: default }}";

    private static string Name(string text) => text.Replace("*.", "any-", StringComparison.Ordinal).Replace('.', '-');

    private static string PortName(int port, string protocol) => $"{protocol.ToLowerInvariant()}-{port}";

    private static string Port(int port, string protocol) => $"{{ number: {port}, name: {PortName(port, protocol)}, protocol: {protocol} }}";

    private static string Indent(string block, int by)
    {
        var pad = new string(' ', by);
        return string.Concat(block.TrimEnd('\n').Split('\n').Select(line => pad + line + "\n"));
    }
}
