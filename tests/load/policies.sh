# The policies that egress runs with, sourced by run.sh: every stage has work to do (registry, authorization with an
# ALLOW and a DENY policy, a VirtualService with two rules, TLS origination), as a real set would give it.

policies() { # NUMBER_OF_HOSTS
  service plain.example.com "$backend" HTTP
  service tls.example.com "$backend_tls" HTTP
  cat <<YAML
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: tls, namespace: default }
spec:
  host: tls.example.com
  trafficPolicy:
    tls: { mode: SIMPLE, sni: $tls_name, caCertificates: $work/cert.pem, subjectAltNames: [$tls_name] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: plain, namespace: default }
spec:
  hosts: [plain.example.com]
  http:
  - match: [{ uri: { prefix: /v2/ }, headers: { x-canary: { exact: "yes" } } }]
    route: [{ destination: { host: plain.example.com } }]
  - route: [{ destination: { host: plain.example.com } }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: no-admin, namespace: default }
spec:
  action: DENY
  rules: [{ to: [{ operation: { paths: [/admin*] } }] }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: read-only, namespace: default }
spec:
  action: ALLOW
  rules: [{ to: [{ operation: { hosts: ["*.example.com"], methods: [GET, HEAD, CONNECT] } }] }]
YAML
  more_services $(($1 - 2))
}

service() { # HOST ENDPOINT PROTOCOL
  cat <<YAML
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${1%%.*}, namespace: default }
spec:
  hosts: [$1]
  ports: [{ number: 80, name: http, protocol: $3 }]
  resolution: STATIC
  endpoints: [{ address: ${2%:*}, ports: { http: ${2#*:} } }]
YAML
}

more_services() { # COUNT
  awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "---\napiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: { name: other-%d, namespace: default }\nspec:\n  hosts: [service-%d.vendor-%d.example.net]\n  ports: [{ number: 80, name: http, protocol: HTTP }]\n  resolution: STATIC\n  endpoints: [{ address: 192.0.2.1 }]\n", i, i, i % 97 }'
}
