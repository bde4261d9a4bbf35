# What a large policy set costs, sourced by run.sh: 1,000 documents with 10,000 hosts, a file each. Checking them from a
# cold start, swapping them under load, and compiling them in a build.

large_set() { # DIRECTORY
  mkdir -p "$1"
  awk -v to="$1" 'BEGIN {
    for (d = 0; d < 1000; d++) {
      hosts = ""
      for (h = 0; h < 10; h++) hosts = hosts (h ? ", " : "") "api-" h ".service-" d ".vendor-" d % 97 ".example.net"
      file = to "/service-" d ".yaml"
      printf "apiVersion: networking.istio.io/v1\nkind: ServiceEntry\nmetadata: { name: service-%d, namespace: default }\nspec:\n  hosts: [%s]\n  ports: [{ number: 80, name: http, protocol: HTTP }]\n  resolution: STATIC\n  endpoints: [{ address: 192.0.2.1 }]\n", d, hosts > file
      close(file)
    }
  }'
}

large() {
  large_set "$work/large"
  large_check
  large_swap
  large_generator
}

large_check() {
  local round from
  for ((round = 0; round <= rounds; round++)); do
    from=$EPOCHREALTIME
    "$work/egress/egress" check "$work/large" >/dev/null
    [ $round -eq 0 ] || awk -v a="$from" -v b="$EPOCHREALTIME" 'BEGIN{printf "large check %.0f -\n", (b - a) * 1000}' >>"$work/results"
  done
  printf '   %-28s %6s ms\n' "egress check" "$(median large check 3)"
}

# The longest any call took while the set was swapped three times, and without, to tell the machine's share.
large_swap() {
  local round
  policies 3 >"$work/large/load.yaml"
  start swapped "$((base + 60))" "$work/egress/egress" run --policies "$work/large" --concurrency 1 \
    --outbound "127.0.0.1:$((base + 60))" --proxy 127.0.0.1:0 --admin 127.0.0.1:0 --metrics "127.0.0.1:$((base + 61))"
  port[swapped]=$((base + 60))
  drive http1 swapped 8 "$warmup" >/dev/null
  for ((round = 1; round <= rounds; round++)); do
    longest_call still "$round" &
    wait $!
    longest_call swap "$round" &
    local load=$!
    swap_thrice "$round"
    wait $load
  done
  printf '   %-28s %6s ms (without: %s ms)\n' "longest call during swaps" "$(median large swap 3)" "$(median large still 3)"
}

swaps_done() { curl -fsS "http://127.0.0.1:$((base + 61))/metrics" | awk '/^egress_policy_reloads_total.*"ok"/{n += $NF} END{print n + 0}'; }

swap_thrice() { # ROUND
  local i before try
  for i in 1 2 3; do
    before=$(swaps_done)
    sed -i "s/192\.0\.2\.[0-9]*/192.0.2.$(($1 * 3 + i))/" "$work"/large/service-1*.yaml
    for ((try = 0; try < 100 && $(swaps_done) == before; try++)); do sleep 0.1; done
    [ "$(swaps_done)" != "$before" ] || { echo "the policies were not swapped" >&2; return 1; }
  done
}

longest_call() { # NAME ROUND
  local report
  report=$(drive http1 swapped 8 15)
  if grep -qE 'Non-2xx|Socket errors' <<<"$report"; then
    echo "calls failed during $1: $(grep -E 'Non-2xx|Socket errors' <<<"$report")" >&2
    return 1
  fi
  awk -v n="$1" '$1 == "Latency" {v = $4; u = 1; if (v ~ /us$/) u = 0.001; else if (v !~ /ms$/) u = 1000; printf "large %s %.1f -\n", n, v * u; exit}' <<<"$report" >>"$work/results"
}

# What the compiler itself reports for the generator: in a fresh compiler, and in the compiler server that builds share.
large_generator() {
  local round
  mkdir -p "$work/generator/policies"
  cp "$work"/large/service-*.yaml "$work/generator/policies"
  sed -e "s#\"\.\./\.\./#\"$root/#" -e '/<EgressPolicyTests>/d; /<EgressPolicy Include/d' "$root/samples/PolicyBuild/PolicyBuild.csproj" >"$work/generator/large.csproj"
  cp "$root"/Directory.Packages.props "$work/generator"
  echo 'System.Console.WriteLine();' >"$work/generator/Program.cs"
  (cd "$work/generator" && dotnet restore -v quiet >/dev/null)
  for ((round = 0; round <= rounds; round++)); do
    generator_time generator $round -p:UseSharedCompilation=false
  done
  for ((round = -3; round <= rounds; round++)); do
    generator_time generator-server $round -p:UseSharedCompilation=true
  done
  dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1
  printf '   %-28s %6s ms, in the compiler server %s ms\n' "generator, cold compiler" "$(median large generator 3)" "$(median large generator-server 3)"
}

generator_time() { # NAME ROUND OPTION
  local took
  echo "// $1 $2" >>"$work/generator/Program.cs"
  took=$(cd "$work/generator" && dotnet build -c Release --no-restore -p:ReportAnalyzer=true "$3" -v:detailed | awk '/EgressPipeline.Generators.EgressTableGenerator$/{print $1 * 1000; exit}')
  [ -n "$took" ] || { echo "the build reports no time of the generator" >&2; return 1; }
  [ "$2" -le 0 ] || echo "large $1 $took -" >>"$work/results"
}
