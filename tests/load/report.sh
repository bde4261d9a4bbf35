# docs/performance.md from the results, sourced by run.sh.

names_of() { awk -v s="$1" '$1 == s && !seen[$2]++ {print $2}' "$work/results"; }

table() { # SCENARIO TITLE UNIT_OF_CPU UNIT_OF_RATE YARDSTICK
  local name
  printf '\n## %s\n\n| proxy | %s | x %s | %s |\n|---|---:|---:|---:|\n' "$2" "$3" "$5" "$4"
  for name in $(names_of "$1"); do
    printf '| %s | %s | %s | %s |\n' "$name" "$(median "$1" "$name" 3)" "$(ratio "$1" "$name" "$5")" "$(median "$1" "$name" 4)"
  done
}

memory_table() {
  printf '\n## Resident memory\n\n| proxy | idle, MiB | 256 busy connections, MiB |\n|---|---:|---:|\n'
  awk '$1 == "memory" {printf "| %s | %.1f | %.1f |\n", $2, $3/1024, $4/1024}' "$work/results"
}

target() { # WHAT MEASURED UNIT OPERATOR BOUND
  local met
  met=$(awk -v v="$2" -v b="$5" -v op="$4" 'BEGIN{print (v == "-") ? "not measured" : ((op == "<=") ? (v + 0 <= b + 0) : (v + 0 >= b + 0)) ? "yes" : "**no**"}')
  printf '| %s | %s%s | %s %s%s | %s |\n' "$1" "$2" "$3" "$([ "$4" = "<=" ] && echo "at most" || echo "at least")" "$5" "$3" "$met"
}

resident_of() { awk -v c="$1" '$1 == "memory" && $2 == "egress" {printf "%.1f", $c/1024}' "$work/results"; }

rate_ratio() { # SCENARIO NAME YARDSTICK
  awk -v a="$(median "$1" "$2" 4)" -v b="$(median "$1" "$3" 4)" 'BEGIN{if (b+0 > 0) printf "%.2f", a/b; else printf "-"}'
}

targets() {
  printf '\n## Targets\n\n| what | measured | target | met |\n|---|---:|---:|---|\n'
  target "HTTP/1.1, CPU a request, x haproxy" "$(ratio http1 egress haproxy)" "" "<=" 1.25
  target "HTTP/1.1 to a TLS upstream, CPU a request, x haproxy" "$(ratio tls egress haproxy)" "" "<=" 1.30
  target "opaque TCP, MB a second, x haproxy" "$(rate_ratio bulk egress haproxy)" "" ">=" 1.00
  target "10,000 declared hosts, CPU a request, x 10 hosts" "$(ratio hosts egress10k egress)" "" "<=" 1.05
  target "memory, idle" "$(resident_of 3)" " MiB" "<=" 60
  target "memory, 256 busy connections" "$(resident_of 4)" " MiB" "<=" 100
  target "\`egress check\` of 1,000 documents with 10,000 hosts, cold" "$(median large check 3)" " ms" "<=" 1000
  target "longest call while these are swapped under load" "$(median large swap 3)" " ms" "<=" 50
  target "generator on these, in the compiler server" "$(median large generator-server 3)" " ms" "<=" 500
  target "generator on these, in a cold compiler" "$(median large generator 3)" " ms" "<=" 500
  target "ten empty filters, CPU a request, x none" "$(ratio filters filtered egress)" "" "<=" 1.01
  target "start with ten plugins, longer than with none" "$(plugins_start)" " ms" "<=" 150
  target "start with 100 documents" "$(median start egress 3)" " ms" "<=" 300
}

# The section that tests/EgressPipeline.Benchmarks writes is kept as it is: the page is replaced when the new one is whole.
kept_section() { sed -n '/<!-- begin micro-benchmarks -->/,/<!-- end micro-benchmarks -->/p' "$root/docs/performance.md"; }

write_report() {
  cat <<MD
# Performance

Written by \`tests/load/run.sh\`; run it to have the figures of your machine. It explains its method at its head: CPU
time of the proxy's process per unit of work, proxies in turn, medians of $rounds rounds of $seconds s, one worker thread each.
egress runs with everything on: registry, ALLOW and DENY policies, routes, metrics and access records. The peers have
no access log, no policy and no metrics configured. YARP runs as it comes. What look-ups and decisions cost in the process is
measured apart, [below](#in-the-process-look-ups-and-decisions).

- date: $(date -u +%F)
- command: \`$command_line\`
- commit: $(git -C "$root" rev-parse --short HEAD)
- machine: $(awk -F': ' '/model name/{print $2; exit}' /proc/cpuinfo), $(nproc) CPUs, Linux $(uname -r); load average at the end $(cut -d' ' -f1 /proc/loadavg)
- peers: $(haproxy -v | awk 'NR==1{print "haproxy " $3}'), $(nginx -v 2>&1 | sed 's/.*: //'), YARP $(sed -n 's/.*"Yarp.ReverseProxy" Version="\([^"]*\)".*/\1/p' "$root/Directory.Packages.props"), .NET $(dotnet --version) SDK
MD
  targets
  table http1 "HTTP/1.1, keep-alive, 32 connections" "us of CPU a request" "requests a second" haproxy
  table tls "HTTP/1.1 to a TLS 1.3 upstream (origination), 32 connections" "us of CPU a request" "requests a second" haproxy
  table bulk "Opaque TCP, 64 MiB downloads one after the other" "ms of CPU a GB" "MB a second" haproxy
  table hosts "10 and 10,000 declared hosts" "us of CPU a request" "requests a second" egress
  memory_table
  echo
  kept_section
}
