using System.Globalization;
using System.Text;
using EgressPipeline.Policy;
using EgressPipeline.Policy.Plan;

namespace EgressPipeline.Benchmarks;

/// <summary>Policies of the sizes that the targets name, as the YAML that people write.</summary>
internal static class SyntheticPolicies
{
    public const string Called = "last.example.com";

    /// <summary>1,000 ServiceEntries with ten hosts each.</summary>
    public static IReadOnlyList<PolicyFile> Services { get; } = [.. HostNames.Patterns.Chunk(10).Select(Service)];

    public static EgressPlan HostsOnly() => Compile(Services);

    /// <summary>
    /// 10,000 hosts and <see cref="Called"/>, a policy with 100 rules of which the last allows, a route list with 20 matches of which
    /// the last holds.
    /// </summary>
    /// <param name="rules">Whether the rules speak of 100 hosts, or all of the called one and differ in path, header and caller.</param>
    /// <param name="routes">How the matches look at the path.</param>
    public static EgressPlan Large(RuleShape rules, RouteShape routes) => Compile(
    [
        .. Services,
        new PolicyFile("called.yaml", Service([Called], 0).Text),
        new PolicyFile("rules.yaml", Rules(rules)),
        new PolicyFile("routes.yaml", Routes(routes)),
    ]);

    private static EgressPlan Compile(IReadOnlyList<PolicyFile> files)
    {
        var result = PolicyCompiler.Compile(files, WorkloadContext.Unknown);
        return result.Plan ?? throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
    }

    private static PolicyFile Service(string[] hosts, int number)
    {
        var text = new StringBuilder($$"""
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: service-{{hosts[0].Replace("*.", "", StringComparison.Ordinal)}}, namespace: default}
            spec:
              location: MESH_EXTERNAL
              resolution: NONE
              ports:
              - {number: 80, name: http, protocol: HTTP}
              - {number: 443, name: tls, protocol: TLS}
              hosts:

            """);
        foreach (var host in hosts)
            text.Append("  - \"").Append(host).Append("\"\n");
        return new PolicyFile($"service-{number}.yaml", text.ToString());
    }

    private static string Rules(RuleShape shape)
    {
        var text = new StringBuilder("""
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: callers, namespace: default}
            spec:
              action: ALLOW
              rules:

            """);
        for (var i = 0; i < 100; i++)
            text.Append(CultureInfo.InvariantCulture, $$$"""
                  - from: [{source: {namespaces: [{{{(i == 99 ? "shop" : "team" + i)}}}]} }]
                    to: [{operation: {hosts: [{{{(i == 99 || shape == RuleShape.OneHost ? Called : $"service-{1 + 5 * i}.region{(1 + 5 * i) % 17}.example.com")}}}], methods: [POST], paths: ["/v{{{(i == 99 ? 19 : i)}}}/*"]} }]
                    when: [{key: "request.headers[x-id]", values: ["{{{(i == 99 ? 19 : i)}}}"]}]

                """);
        return text.ToString();
    }

    private static string Routes(RouteShape shape)
    {
        var text = new StringBuilder($$"""
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: called, namespace: default}
            spec:
              hosts: [{{Called}}]
              http:

            """);
        for (var i = 0; i < 20; i++)
        {
            var uri = shape == RouteShape.Regex ? $"regex: '/v{i}/[a-z0-9]+'" : $"prefix: /v{i}/";
            text.Append(CultureInfo.InvariantCulture, $$$"""
                  - match: [{uri: {{{{uri}}}}, headers: {x-id: {exact: "{{{i}}}"} } }]
                    route: [{destination: {host: {{{Called}}}, port: {number: 80} } }]

                """);
        }
        return text.ToString();
    }
}
