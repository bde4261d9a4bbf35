namespace EgressPipeline.Policy.Tests.Testing;

/// <summary>A policy set with something of everything that PolicyTests can expect.</summary>
internal static class ShopPolicies
{
    public const string File = "shop.yaml";

    public const string Yaml = """
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: weather, namespace: shop }
        spec:
          hosts: [api.weather.example]
          resolution: DNS
          ports:
          - { number: 80, name: http, protocol: HTTP }
          - { number: 443, name: tls, protocol: TLS }
          endpoints:
          - { address: one.weather.example, labels: { version: v1 }, ports: { http: 8443 } }
          - { address: two.weather.example, labels: { version: v2 }, ports: { http: 8443 } }
        ---
        apiVersion: networking.istio.io/v1
        kind: ServiceEntry
        metadata: { name: orders, namespace: shop }
        spec:
          hosts: [orders.example]
          addresses: [10.1.2.3]
          ports: [{ number: 5432, name: tcp, protocol: TCP }]
          resolution: STATIC
          endpoints: [{ address: 10.1.2.3 }]
        ---
        apiVersion: networking.istio.io/v1
        kind: DestinationRule
        metadata: { name: weather, namespace: shop }
        spec:
          host: api.weather.example
          trafficPolicy:
            portLevelSettings:
            - port: { number: 80 }
              tls: { mode: SIMPLE, sni: tls.weather.example }
          subsets:
          - { name: v1, labels: { version: v1 } }
          - { name: v2, labels: { version: v2 } }
        ---
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: { name: weather, namespace: shop }
        spec:
          hosts: [api.weather.example]
          http:
          - name: old
            match: [{ uri: { prefix: /old/ } }]
            redirect: { uri: /new, redirectCode: 308 }
          - match: [{ uri: { exact: /down } }]
            directResponse: { status: 418, body: { string: teapot } }
          - name: reports
            match: [{ uri: { prefix: /reports/ } }]
            rewrite: { uri: /v2/reports/, authority: reports.weather.example }
            timeout: 5s
            retries: { attempts: 3, perTryTimeout: 900ms, retryOn: "gateway-error,reset,429" }
            route: [{ destination: { host: api.weather.example, subset: v2, port: { number: 80 } } }]
          - match: [{ uri: { prefix: /split } }]
            route:
            - { destination: { host: api.weather.example, subset: v1, port: { number: 80 } }, weight: 90 }
            - { destination: { host: api.weather.example, subset: v2, port: { number: 80 } }, weight: 10 }
          - match: [{ uri: { prefix: /v1 } }]
            retries: { attempts: 0 }
            route: [{ destination: { host: api.weather.example, port: { number: 80 } } }]
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: { name: readers, namespace: shop }
        spec:
          action: ALLOW
          rules:
          - to: [{ operation: { hosts: [api.weather.example], methods: [GET] } }]
          - from: [{ source: { principals: ["cluster.local/ns/shop/sa/admin"] } }]
            when: [{ key: "request.headers[x-team]", values: [blue] }]
          - to: [{ operation: { hosts: [orders.example] } }]
            from: [{ source: { namespaces: [shop] } }]
          - to: [{ operation: { hosts: [api.weather.example], ports: ["443"] } }]
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: { name: no-deletes, namespace: shop }
        spec:
          action: DENY
          rules: [{ to: [{ operation: { methods: [DELETE], ports: ["80"] } }] }]
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: { name: watched, namespace: shop }
        spec:
          action: AUDIT
          rules: [{ to: [{ operation: { paths: ["/reports/*"] } }] }]
        ---
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: { name: batch-only, namespace: shop }
        spec:
          selector: { matchLabels: { app: batch } }
          action: DENY
          rules: [{ to: [{ operation: { ports: ["443"] } }] }]

        """;
}
