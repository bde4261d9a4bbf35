namespace EgressPipeline.Generators.Tests;

/// <summary>Policies as people write them, one document each, always the same lines.</summary>
internal static class Yaml
{
    /// <summary>A service with HTTPS on its hosts.</summary>
    public static string Service(string name, string hosts, string ns = "default") => $$"""
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: {{name}}, namespace: {{ns}} }
        spec:
          hosts: [{{hosts}}]
          ports: [{ number: 80, name: http, protocol: HTTP }]
          resolution: DNS

        """;

    /// <summary>An ALLOW policy for one method and host.</summary>
    public static string Allow(string name, string host, string method) => $$"""
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: { name: {{name}}, namespace: default }
        spec:
          action: ALLOW
          rules:
          - to:
            - operation: { hosts: ["{{host}}"], methods: [{{method}}] }

        """;

    /// <summary>Routes with and without names, a subset, and the service they lead to.</summary>
    public const string Payments = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: payments, namespace: default }
        spec:
          hosts: [pay.example.com]
          ports: [{ number: 80, name: http, protocol: HTTP }]
          resolution: STATIC
          endpoints:
          - { address: 192.0.2.1, labels: { version: v1 } }
          - { address: 192.0.2.2, labels: { version: v2 } }
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: payments, namespace: default }
        spec:
          host: pay.example.com
          subsets:
          - { name: v1, labels: { version: v1 } }
          - { name: v2, labels: { version: v2 } }
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: payments, namespace: default }
        spec:
          hosts: [pay.example.com]
          http:
          - name: canary
            match: [{ headers: { x-canary: { exact: "yes" } } }]
            route: [{ destination: { host: pay.example.com, subset: v2 } }]
          - route: [{ destination: { host: pay.example.com, subset: v1 } }]

        """;

    /// <summary>Joins documents to one file.</summary>
    public static string Join(params string[] documents) => string.Join("---\n", documents);
}
