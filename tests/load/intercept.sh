#!/usr/bin/env bash
# Measures intercepted connections: egress and haproxy, both relaying TCP behind the same REDIRECT rules.
#
#   tests/load/intercept.sh [ROUNDS [SECONDS]]        5 rounds of 4 seconds unless told otherwise
#
# A pod and a world, two network namespaces. In the pod wrk makes a new connection for each request, 32 at a time, to a server in
# the world; the rules of `egress intercept apply` lead it to the proxy, which dials the server. Both proxies have one worker
# thread and take turns, so that noise hurts both alike; the first round is not counted. Where there are two processors or more,
# the proxy has the first one for itself and wrk and the server share the second.
# Neither writes access records, which haproxy does not either unless told; EGRESS_LOAD_FLAGS="--access-log json" shows what they cost.
# Printed are medians: connections a second, and processor time (user + system) of the proxy for each, which a busy
# machine disturbs far less. EGRESS_LOAD_FLAGS are more flags of `egress run`, EGRESS=/path/to/egress takes one that is built.
# Needs root, the .NET SDK, and Debian's haproxy nginx-light wrk nftables iproute2. All that is started here ends with the script.
set -euo pipefail
rounds=${1:-5} seconds=${2:-4}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
PATH=$PATH:/usr/sbin
work=$(mktemp -d)
chmod 755 "$work" # nginx reads its files as another user
pod=egress-load-pod-$$ world=egress-load-world-$$
server=151.101.7.1
started=()
declare -A process=()
# shellcheck disable=SC2317 # called by the trap
clean_up() {
  local pid
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  ip netns delete "$pod" 2>/dev/null || true
  ip netns delete "$world" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
. "$here/measure.sh"

[ "$(id -u)" -eq 0 ] || { echo "run it as root: network namespaces need that" >&2; exit 2; }
for program in ip nft haproxy nginx wrk setpriv taskset; do command -v "$program" >/dev/null || { echo "$program is missing" >&2; exit 2; }; done
if [ -z "${EGRESS:-}" ]; then
  dotnet publish "$root/src/EgressPipeline.Host" -c Release -o "$work/out" -v quiet --nologo
  EGRESS=$work/out/egress
fi
first=(taskset -c 0) second=(taskset -c 1)
[ "$(nproc)" -ge 2 ] || first=() second=()

ip netns add "$pod"; ip netns add "$world"
ip -n "$pod" link add eth0 type veth peer name eth0 netns "$world"
for side in "$pod 10" "$world 1"; do
  read -r name last <<<"$side"
  ip -n "$name" link set lo up
  ip -n "$name" address add "198.51.100.$last/24" dev eth0
  ip -n "$name" link set eth0 up
  # Thousands of connections a second leave their traces: without this every port is soon in TIME_WAIT, looking for a
  # free one is all that is measured, and the table of connections fills.
  ip netns exec "$name" sysctl -qw net.ipv4.tcp_max_tw_buckets=512 net.ipv4.ip_local_port_range="1024 65000" \
    net.netfilter.nf_conntrack_tcp_timeout_time_wait=1 net.netfilter.nf_conntrack_tcp_timeout_close=1
done
ip -n "$pod" route add default via 198.51.100.1
ip -n "$world" address add $server/32 dev lo

cat >"$work/nginx.conf" <<CONF
worker_processes 1; pid $work/nginx.pid; error_log $work/nginx.err; daemon off;
events { worker_connections 4096; }
http {
  access_log off; keepalive_timeout 0;
  server { listen $server:7000 backlog=4096; location / { default_type text/plain; return 200 "hello\n"; } }
}
CONF
cat >"$work/haproxy.cfg" <<CONF
global
 nbthread 1
 maxconn 4000
defaults
 mode tcp
 timeout connect 5s
 timeout client 60s
 timeout server 60s
listen intercepted
 bind 127.0.0.1:15002
 server s $server:7000
CONF
cat >"$work/policy.yaml" <<YAML
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: server, namespace: default }
spec:
  hosts: [server.example.com]
  addresses: [$server]
  ports: [{ number: 7000, name: tcp, protocol: TCP }]
  resolution: STATIC
  endpoints: [{ address: $server }]
YAML

run() { # NAME COMMAND…
  local name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 &
  process[$name]=$!
  started+=("$!")
}
as_proxy=(ip netns exec "$pod" setpriv --regid 1337 --clear-groups "${first[@]}")
run server ip netns exec "$world" "${second[@]}" nginx -c "$work/nginx.conf"
run haproxy "${as_proxy[@]}" haproxy -f "$work/haproxy.cfg"
# shellcheck disable=SC2086 # flags
run egress "${as_proxy[@]}" "$EGRESS" run --policies "$work/policy.yaml" --concurrency 1 --outbound 127.0.0.1:15001 \
  --proxy off --admin off --metrics off ${EGRESS_LOAD_FLAGS:---access-log off}
for _ in $(seq 100); do grep -qs '^ready' "$work/egress.log" && break; kill -0 "${process[egress]}" || { cat "$work/egress.log" >&2; exit 3; }; sleep 0.1; done

declare -A port=([egress]=15001 [haproxy]=15002)
rate() { # NAME -> "microseconds-per-connection connections-per-second"
  local before after report
  ip netns exec "$pod" "$EGRESS" intercept apply --outbound "127.0.0.1:${port[$1]}" >/dev/null
  before=$(ticks "${process[$1]}")
  report=$(ip netns exec "$pod" "${second[@]}" wrk -t1 -c32 -d"${seconds}s" -H 'Connection: close' "http://$server:7000/")
  after=$(ticks "${process[$1]}")
  if grep -qE 'Non-2xx|Socket errors' <<<"$report"; then
    echo "$1: $(grep -E 'Non-2xx|Socket errors' <<<"$report")" >&2
    return 1
  fi
  awk -v t=$((after - before)) '/requests in/{n=$1} /Requests\/sec/{r=$2} END{if (!n || !t) exit 1; printf "%.2f %.0f\n", t*10000/n, r}' <<<"$report"
}

warmup=$seconds
measure intercept rate haproxy egress
awk -v e="$(median intercept egress 4)" -v h="$(median intercept haproxy 4)" 'BEGIN { printf "egress makes %.2f times the connections a second of haproxy (target: 0.90)\n", e / h }'
