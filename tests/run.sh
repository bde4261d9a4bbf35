#!/usr/bin/env bash
# Builds everything in Release and runs every test. The last line is always `N passed, N failed, N skipped`.
#
#   tests/run.sh                 what CI runs; well under 15 minutes on 2 cores
#   tests/run.sh --fuzz          also the long fuzz runs of the parsers
#   tests/run.sh --soak          also the long soak tests
#   tests/run.sh --load          then tests/load/run.sh, which rewrites docs/performance.md
#
# Needs the .NET SDK that global.json names. Tests that need a program which is absent are skipped and say so.
set -uo pipefail
cd "$(dirname "$0")/.."

# Debian packages that tests use, one a line: package, the program it brings, the reason.
packages=(
  "curl      curl  the explicit proxy is tested with a client that people really use"
  "dnsutils  dig   the DNS proxy is asked by the client that people really use"
  "nghttp2-client h2load  HTTP/2 clients that people really use"
  "tinyproxy-bin tinyproxy a proxy of somebody else, through which services are tunnelled"
  "iproute2  ip    network namespaces: transparent interception away from this machine's own network"
  "redis-server redis-server limits that sidecars count together are tested with the real server"
  "iptables  iptables-legacy-restore  the second of the three ways to intercept connections, with both of its front ends"
  "postgresql psql a server that real programs talk to over an intercepted connection"
  "mariadb-server-core mariadbd a server that speaks first, over an intercepted connection"
  "mariadb-client-core mariadb its client"
  "nftables  nft   redirects a namespace's outbound connections to the sidecar"
)

usage() { sed -n '2,9s/^# \{0,1\}//p' "$0"; }
say() { printf '== %s\n' "$*"; }

long=() load=no
for argument in "$@"; do
  case $argument in
    --fuzz | --soak) long+=("${argument#--}") ;;
    --load) load=yes ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

install_packages() {
  local entry package program reason missing=()
  for entry in "${packages[@]}"; do
    read -r package program reason <<<"$entry"
    command -v "$program" >/dev/null || [ -x "/usr/sbin/$program" ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    say "missing: ${missing[*]} (not root, or no apt-get): the tests that need them are skipped"
    return
  fi
  say "installing ${missing[*]}"
  { timeout 120 apt-get update -qq && DEBIAN_FRONTEND=noninteractive timeout 180 apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null ||
    say "could not install ${missing[*]}: the tests that need them are skipped"
}

# Ends the script with the one line that CI reads.
finish() { # PASSED FAILED SKIPPED CODE
  printf '%d passed, %d failed, %d skipped\n' "$1" "$2" "$3"
  exit "$4"
}

command -v dotnet >/dev/null || { echo "tests/run.sh: the .NET SDK is not installed (https://dot.net)" >&2; finish 0 0 0 3; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 EGRESS_LONG_TESTS="${long[*]-}"
install_packages

say "building in Release"
dotnet build EgressPipeline.sln -c Release -v quiet || { say "the build failed"; finish 0 0 0 1; }

say "testing${long[*]:+ (with ${long[*]})}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
limit=12m
[ ${#long[@]} -gt 0 ] && limit=4h
code=0
timeout -k 10 "$limit" dotnet test --solution EgressPipeline.sln -c Release --no-build --no-progress 2>&1 | tee "$log" || code=$?
[ $code -eq 8 ] && code=0 # a test project without tests is no failure
read -r passed failed skipped < <(awk '/^ *succeeded: [0-9]+$/{p+=$2} /^ *failed: [0-9]+$/{f+=$2} /^ *skipped: [0-9]+$/{s+=$2} END{print p+0, f+0, s+0}' "$log")
[ $code -eq 124 ] && say "stopped after $limit"
[ $code -ne 0 ] && [ "$failed" -eq 0 ] && say "dotnet test ended with code $code although no test failed: see above"

if [ $load = yes ]; then
  tests/load/run.sh || { [ $code -eq 0 ] && code=1; }
fi
finish "$passed" "$failed" "$skipped" "$code"
