#!/usr/bin/env bash
# A pod on one machine: two network namespaces, "pod" and "world", an application that knows of no proxy, and the sidecar.
# Shows in half a minute that the sidecar is the only way out, in both families.
#
#   sudo samples/Pod/run.sh [nft|iptables|tproxy|ebpf]        EGRESS=/path/to/egress takes one that is built already
#
# Needs root, ip, nft (or iptables), curl, setpriv and python3 (the world's servers). Leaves nothing behind. For ebpf it mounts
# a cgroup2 and a bpffs in a temporary folder: what 'ip netns exec' runs does not see the machine's.
set -euo pipefail
cd "$(dirname "$0")/../.."
mode=${1:-nft}
work=$(mktemp -d)
pod=egress-pod-$$ world=egress-world-$$
started=()

cleanup() {
  for id in "${started[@]}"; do kill -9 "$id" 2>/dev/null || true; wait "$id" 2>/dev/null || true; done
  ip netns delete "$pod" 2>/dev/null || true
  ip netns delete "$world" 2>/dev/null || true
  for place in "$work/cgroup" "$work/bpf"; do umount --lazy "$place" 2>/dev/null || true; done
  rm -rf --one-file-system "$work"
}
trap cleanup EXIT

[ "$(id -u)" -eq 0 ] || { echo "run it as root: network namespaces need that" >&2; exit 2; }
for program in ip curl setpriv python3; do command -v "$program" >/dev/null || { echo "$program is missing" >&2; exit 2; }; done

if [ -z "${EGRESS:-}" ]; then
  echo "== building egress (once; EGRESS=/path/to/egress skips this)"
  dotnet publish src/EgressPipeline.Host -c Release -o "$work/out" -v quiet --nologo
  EGRESS=$work/out/egress
fi

if [ "$mode" = ebpf ]; then
  mkdir "$work/cgroup" "$work/bpf"
  mount -t cgroup2 none "$work/cgroup"; mount -t bpf none "$work/bpf"
  export EGRESS_INTERCEPT_CGROUP=$work/cgroup EGRESS_INTERCEPT_BPFFS=$work/bpf
fi

# --- the two namespaces and the link between them
ip netns add "$pod"; ip netns add "$world"
ip -n "$pod" link add eth0 type veth peer name eth0 netns "$world"
for side in "$pod 10" "$world 1"; do
  read -r name last <<<"$side"
  ip -n "$name" link set lo up
  ip -n "$name" address add "198.51.100.$last/24" dev eth0
  ip -n "$name" -6 address add "2001:db8:1::$last/64" dev eth0 nodad
  ip -n "$name" link set eth0 up
done
ip -n "$pod" route add default via 198.51.100.1
ip -n "$pod" -6 route add default via 2001:db8:1::1
ip -n "$world" address add 151.101.7.1/32 dev lo
ip -n "$world" -6 address add 2a04:4e42:7::1/128 dev lo nodad

# --- the world: HTTP on port 80, a server that speaks first on port 25, at one address of each family
cat >"$work/world.py" <<'PY'
import http.server, socket, socketserver, threading
class Dual(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6
class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b"hello from outside\n"
        self.send_response(200); self.send_header("Content-Length", str(len(body))); self.end_headers(); self.wfile.write(body)
    do_DELETE = do_GET
    def log_message(self, *_): pass
class Mail(socketserver.BaseRequestHandler):
    def handle(self): self.request.sendall(b"220 mail.example.com\r\n")
class Greeter(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6
threading.Thread(target=Greeter(("::", 25), Mail).serve_forever, daemon=True).start()
Dual(("::", 80), Hello).serve_forever()
PY
ip netns exec "$world" python3 "$work/world.py" & started+=($!)

in_pod() { ip netns exec "$pod" "$@"; }
as() { local uid=$1; shift; in_pod setpriv --reuid "$uid" --regid 1000 --clear-groups "$@"; }
fetch() { as "$1" curl -sS --max-time 5 --noproxy '*' -o /dev/null -w '%{http_code}' "${@:2}" 2>/dev/null || true; }
expect() { # WHAT EXPECTED ACTUAL
  if [ "$2" = "$3" ]; then printf '   ok    %-66s %s\n' "$1" "$3"; else printf '   WRONG %-66s %s, not %s\n' "$1" "$3" "$2"; failed=1; fi
}
failed=0

start_sidecar() {
  : >"$work/log"
  # Not by way of a function: these three become the sidecar one after the other, so this is its process id.
  ip netns exec "$pod" setpriv --regid 1337 --clear-groups "$EGRESS" run --policies samples/Pod/policies \
    --outbound-tproxy "$([ "$mode" = tproxy ] && echo on || echo off)" >"$work/records" 2>"$work/log" & sidecar=$!
  started+=("$sidecar")
  for _ in $(seq 100); do grep -q '^ready' "$work/log" && return; kill -0 "$sidecar" 2>/dev/null || break; sleep 0.1; done
  cat "$work/log" >&2; exit 1
}

name=(--resolve api.example.com:80:151.101.7.1) name6=(--resolve 'api.example.com:80:[2a04:4e42:7::1]')

echo "== without rules the application goes where it likes"
for _ in $(seq 50); do [ "$(fetch 1000 http://151.101.7.1/)" = 200 ] && break; sleep 0.1; done
expect "curl http://151.101.7.1/ (declared nowhere)" 200 "$(fetch 1000 http://151.101.7.1/)"

echo "== egress intercept apply --mode $mode; egress run"
in_pod "$EGRESS" intercept apply --mode "$mode" >/dev/null
start_sidecar
expect "curl http://api.example.com/ over IPv4" 200 "$(fetch 1000 "${name[@]}" http://api.example.com/)"
expect "curl http://api.example.com/ over IPv6" 200 "$(fetch 1000 "${name6[@]}" http://api.example.com/)"
expect "curl http://151.101.7.1/ is declared nowhere" 502 "$(fetch 1000 http://151.101.7.1/)"
expect "curl -X DELETE is forbidden" 403 "$(fetch 1000 "${name[@]}" -X DELETE http://api.example.com/)"
mail() { as "$1" timeout 5 python3 -c "import socket; print(socket.create_connection(('$2', 25), 5).recv(99).decode().strip())" 2>/dev/null || echo refused; }
expect "mail server, user 1000, IPv4" "220 mail.example.com" "$(mail 1000 151.101.7.1)"
expect "mail server, user 1000, IPv6" "220 mail.example.com" "$(mail 1000 2a04:4e42:7::1)"
expect "mail server, user 1001" refused "$(mail 1001 151.101.7.1)"

echo "== egress intercept verify"
in_pod "$EGRESS" intercept verify --mode "$mode" | sed 's/^/   /'

echo "== the sidecar is killed: nothing leaks around it"
kill -9 "$sidecar"; wait "$sidecar" 2>/dev/null || true
expect "curl http://api.example.com/" 000 "$(fetch 1000 "${name[@]}" http://api.example.com/)"
expect "but user 1337 is exempt" 200 "$(fetch 1337 "${name[@]}" http://api.example.com/)"
start_sidecar
expect "started again: curl http://api.example.com/" 200 "$(fetch 1000 "${name[@]}" http://api.example.com/)"

echo "== egress intercept remove"
in_pod "$EGRESS" intercept remove
expect "curl http://151.101.7.1/ goes out directly again" 200 "$(fetch 1000 http://151.101.7.1/)"
[ "$failed" -eq 0 ] && echo "== all as it should be"
exit "$failed"
