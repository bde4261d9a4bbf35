#!/usr/bin/env bash
# Measures egress against nginx, haproxy and YARP on this machine and writes docs/performance.md.
#
#   tests/load/run.sh                            everything, about 18 minutes
#   tests/load/run.sh --rounds 3 --seconds 2     shorter and noisier
#   tests/load/run.sh --only http1,tls           some of: memory start http1 tls bulk hosts large filters
#   tests/load/run.sh --peers-only               without egress (tries the set-up), prints and writes nothing
#
# Method: CPU time (user + system) that a proxy's process used, per unit of work, because on a shared machine that
# varies far less than throughput. The proxies take turns (A B C A B C …), so that noise hurts all alike; one round is
# run first and not counted; medians are printed, and the ratio to haproxy. Every proxy has one worker thread.
#
# Needs the .NET SDK, curl, openssl, and Debian's nginx-light libnginx-mod-stream haproxy wrk (installed when root).
# Everything is on loopback, from port EGRESS_LOAD_PORT (19400) on; all processes started here end with the script.
set -euo pipefail
command_line="tests/load/run.sh${*:+ $*}"
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
everything=memory,start,http1,tls,bulk,hosts,large,filters
rounds=5 seconds=4 warmup=12 only=$everything peers_only=no
while [ $# -gt 0 ]; do
  case $1 in
    --rounds) rounds=$2; shift ;;
    --seconds) seconds=$2; shift ;;
    --warmup) warmup=$2; shift ;;
    --only) only=$2; shift ;;
    --peers-only) peers_only=yes ;;
    *) sed -n '2,16s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
  esac
  shift
done
wanted() { [[ ,$only, == *,$1,* ]]; }
say() { printf '== %s\n' "$*"; }

work=$(mktemp -d)
chmod 755 "$work" # nginx reads its files as another user
started=()
# shellcheck disable=SC2317 # called by the trap
clean_up() {
  local pid
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

. "$here/peers.sh"
. "$here/policies.sh"
. "$here/measure.sh"
. "$here/large.sh"
. "$here/filters.sh"
. "$here/report.sh"

install_peers
say "building"
build_yarp
[ $peers_only = yes ] || build_egress
start_peers
[ $peers_only = yes ] || start_egress

contenders=(haproxy nginx yarp)
[ $peers_only = yes ] || contenders+=(egress)
if wanted memory; then
  say "memory: idle, and under 256 busy connections"
  memory "${contenders[@]}"
fi
if wanted start && [ $peers_only = no ]; then
  say "start: until ready, with 100 documents"
  hundred_documents "$work/start-policies"
  startup start --policies "$work/start-policies"
fi
if wanted http1; then
  say "http1: small keep-alive requests, 32 connections"
  measure http1 rate_http1 "${contenders[@]}"
fi
if wanted tls; then
  say "tls: the same, TLS 1.3 to the upstream"
  measure tls rate_tls "${contenders[@]}"
fi
if wanted bulk; then
  say "bulk: 8 downloads of 64 MiB over an opaque connection"
  bulk=(haproxy nginx)
  [ $peers_only = yes ] || bulk+=(egress)
  measure bulk rate_bulk "${bulk[@]}"
fi
if wanted hosts && [ $peers_only = no ]; then
  say "hosts: http1 with 10 and with 10,000 declared hosts"
  measure hosts rate_http1 egress egress10k
fi
if wanted large && [ $peers_only = no ]; then
  say "large: 1,000 documents with 10,000 hosts"
  large
fi
if wanted filters && [ $peers_only = no ]; then
  say "filters: http1 without and with ten empty filters"
  filters
fi
[ $peers_only = no ] && [ "$only" = "$everything" ] || exit 0
write_report >"$work/performance.md" # first whole, then in its place
cp "$work/performance.md" "$root/docs/performance.md"
say "wrote docs/performance.md"
