# The policies that egress runs with, sourced by run.sh: every stage has work to do (registry, authorization with an
# ALLOW and a DENY policy, a VirtualService with two rules, TLS origination), as a real set would give it.
bulk_port=9000 # declared as TCP: a CONNECT to it is relayed

policies() { # NUMBER_OF_HOSTS
  service plain.example.com "$backend" HTTP 80
  service tls.example.com "$backend_tls" HTTP 80
  service bulk.example.com "$backend" TCP "$bulk_port"
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
  # Bound to the HTTP port: a tunnel shows no path, and what a DENY rule cannot judge it refuses.
  rules: [{ to: [{ operation: { paths: [/admin*], ports: ["80"] } }] }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: read-only, namespace: default }
spec:
  action: ALLOW
  rules: [{ to: [{ operation: { hosts: ["*.example.com"], methods: [GET, HEAD, CONNECT] } }] }]
YAML
  more_services $(($1 - 3))
}

service() { # HOST ENDPOINT PROTOCOL PORT
  cat <<YAML
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: ${1%%.*}, namespace: default }
spec:
  hosts: [$1]
  ports: [{ number: $4, name: main, protocol: $3 }]
  resolution: STATIC
  endpoints: [{ address: ${2%:*}, ports: { main: ${2#*:} } }]
YAML
}

more_services() { # COUNT
  awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++) printf "---\napiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: { name: other-%d, namespace: default }\nspec:\n  hosts: [service-%d.vendor-%d.example.net]\n  ports: [{ number: 80, name: http, protocol: HTTP }]\n  resolution: STATIC\n  endpoints: [{ address: 192.0.2.1 }]\n", i, i, i % 97 }'
}
