#!/usr/bin/env bash
# Measures the DNS proxy: answers per second of processor time, and latency at 10,000 questions a second.
#
#   tests/load/dns.sh [SECONDS]
#
# The questions are for names that are known: one virtual address, one from the cache, one refused. Processor time is the
# proxy's own (user + system), so what else runs on the machine disturbs it little; latencies it does disturb.
# Needs the .NET SDK and Debian's dnsperf and dnsutils. Everything is on loopback; what is started here ends with the script.
set -euo pipefail
seconds=${1:-10}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
port=${EGRESS_LOAD_PORT:-19400}
pid=
clean_up() { [ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$work"; }
trap clean_up EXIT

mkdir "$work/policies"
cat > "$work/policies/db.yaml" <<'YAML'
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: db, namespace: default }
spec:
  hosts: [db.example.com]
  ports: [{ number: 5432, name: tcp, protocol: TCP }]
  resolution: DNS
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: web, namespace: default }
spec:
  hosts: [web.example.com]
  ports: [{ number: 80, name: http, protocol: HTTP }]
  resolution: STATIC
  endpoints: [{ address: 192.0.2.1 }, { address: 192.0.2.2 }]
YAML
printf 'db.example.com A\nweb.example.com A\ndb.example.com AAAA\nnobody.example.com A\n' > "$work/questions"

dotnet publish "$root/src/EgressPipeline.Host" -c Release -o "$work/out" -v quiet
"$work/out/egress" run --policies "$work/policies" --dns "127.0.0.1:$port" --outbound off --proxy "127.0.0.1:$((port + 1))" \
  --admin off --metrics "127.0.0.1:$((port + 2))" --access-log "${EGRESS_LOAD_LOG:-off}" > /dev/null 2> "$work/egress.log" &
pid=$!
for _ in $(seq 100); do grep -q '^ready' "$work/egress.log" && break; sleep 0.1; done
ticks() { awk '{print $14 + $15}' "/proc/$pid/stat"; }
ask() { dnsperf -s 127.0.0.1 -p "$port" -d "$work/questions" -l "$seconds" -c 4 -T 1 "$@"; }
field() { awk -F: -v name="$1" '$1 ~ name { print $2; exit }' "$2"; }

ask > /dev/null # warm-up: the code is compiled again where it is hot
before=$(ticks)
ask > "$work/full"
after=$(ticks)
answers=$(field 'Queries completed' "$work/full" | awk '{print $1}')
hertz=$(getconf CLK_TCK)
awk -v n="$answers" -v t="$((after - before))" -v hz="$hertz" -v s="$seconds" 'BEGIN {
  printf "full speed: %d answers in %d s, %.2f s of processor time: %.0f a second of it, %.1f us each\n", n, s, t / hz, n * hz / t, t / hz / n * 1e6 }'
ask -v -Q 10000 > "$work/paced" # one line an answer, its latency in seconds last
printf 'at 10,000 a second:%s lost,%s\n' "$(field 'Queries lost' "$work/paced")" "$(field 'Average Latency' "$work/paced")"
awk '/^> / { print $NF }' "$work/paced" | sort -n | awk '{ latency[NR] = $1 } END { printf "p50 %.3f ms, p99 %.3f ms of %d answers\n", latency[int(NR * 0.5)] * 1000, latency[int(NR * 0.99)] * 1000, NR }'
