# Measuring, sourced by run.sh. Results are lines "scenario name cpu rate" in $work/results.

# CPU ticks (10 ms) that a process has used so far, its children included (nginx works in a child of its master).
ticks() { # PID
  local pid total=0 stat
  for pid in "$1" $(cat "/proc/$1/task/$1/children"); do
    stat=$(sed 's/.*) //' "/proc/$pid/stat")
    # shellcheck disable=SC2086 # fields
    set -- $stat
    total=$((total + ${12} + ${13}))
  done
  echo $total
}

# Resident memory in KiB, children included.
resident() { # PID
  local pid
  for pid in "$1" $(cat "/proc/$1/task/$1/children"); do awk '/^VmRSS/{print $2}' "/proc/$pid/status"; done | awk '{t += $1} END {print t}'
}

host_of() { [ "$1" = tls ] && echo tls.example.com || echo plain.example.com; }
port_of() { # SCENARIO NAME
  case $1-$2 in
    tls-nginx | tls-haproxy) echo $((port[$2] + 1)) ;;
    *) echo "${port[$2]}" ;;
  esac
}

drive() { # SCENARIO NAME CONNECTIONS SECONDS -> wrk's report
  wrk -t1 -c"$3" -d"$4s" -H "Host: $(host_of "$1")" "http://127.0.0.1:$(port_of "$1" "$2")/"
}

rate_http1() { request_rate http1 "$1"; }
rate_tls() { request_rate tls "$1"; }

request_rate() { # SCENARIO NAME -> "microseconds-per-request requests-per-second"
  local before after report
  before=$(ticks "${process[$2]}")
  report=$(drive "$1" "$2" 32 "$seconds")
  after=$(ticks "${process[$2]}")
  if grep -qE 'Non-2xx|Socket errors' <<<"$report"; then
    echo "$2 failed requests in $1: $(grep -E 'Non-2xx|Socket errors' <<<"$report")" >&2
    return 1
  fi
  awk -v t=$((after - before)) '/requests in/{n=$1} /Requests\/sec/{r=$2} END{printf "%.3f %.0f\n", t*10000/n, r}' <<<"$report"
}

rate_bulk() { # NAME -> "milliseconds-per-GB MB-per-second"
  local before after from to way=(--noproxy '' "http://127.0.0.1:$((port[$1] + 2))/big.bin")
  [[ $1 == egress* ]] && way=(--proxy "http://127.0.0.1:$((port[$1] + 2))" --proxytunnel "http://bulk.example.com:$bulk_port/big.bin")
  before=$(ticks "${process[$1]}")
  from=$EPOCHREALTIME
  for _ in 1 2 3 4 5 6 7 8; do curl -fsS --max-time 30 "${way[@]}" -o /dev/null || return 1; done
  to=$EPOCHREALTIME
  after=$(ticks "${process[$1]}")
  awk -v t=$((after - before)) -v a="$from" -v b="$to" 'BEGIN{gb=8*67108864/1e9; printf "%.1f %.0f\n", t*10/gb, gb*1000/(b-a)}'
}

# The tiered compiler settles after so many calls, not after so many seconds, and a busy machine makes few calls: its own
# CPU time would be taken for that of requests. Loads until a window is hardly cheaper than the one before.
warm_up() { # FUNCTION NAME
  local window cost before=
  for window in 1 2 3 4 5 6; do
    cost=$(seconds=$warmup "$1" "$2")
    cost=${cost%% *}
    [ -z "$before" ] || awk -v a="$before" -v b="$cost" 'BEGIN{exit !(b > a * 0.95)}' && return
    before=$cost
  done
}

measure() { # SCENARIO FUNCTION NAMES…
  local scenario=$1 function=$2 name round line
  shift 2
  for name in "$@"; do
    case $name in yarp | egress* | filtered) warm_up "$function" "$name" ;; esac
  done
  for ((round = 0; round <= rounds; round++)); do
    for name in "$@"; do
      line=$("$function" "$name")
      [ $round -eq 0 ] || echo "$scenario $name $line" >>"$work/results"
    done
  done
  for name in "$@"; do
    printf '   %-10s %8s   x%-5s rate %s\n' "$name" "$(median "$scenario" "$name" 3)" "$(ratio "$scenario" "$name" "$1")" "$(median "$scenario" "$name" 4)"
  done
}

median() { # SCENARIO NAME COLUMN
  awk -v s="$1" -v n="$2" -v c="$3" '$1 == s && $2 == n {print $c}' "$work/results" | sort -n | awk '{v[NR]=$1} END{print NR ? v[int((NR+1)/2)] : "-"}'
}

ratio() { # SCENARIO NAME YARDSTICK
  awk -v a="$(median "$1" "$2" 3)" -v b="$(median "$1" "$3" 3)" 'BEGIN{if (b+0 > 0) printf "%.2f", a/b; else printf "-"}'
}

# How long egress takes to be ready; each round starts one and ends it.
startup() { # NAME FLAGS…
  local round name=$1 log=$work/$1.log pid took
  shift
  for ((round = 0; round <= rounds; round++)); do
    "$work/egress/egress" run "$@" --concurrency 1 --outbound 127.0.0.1:0 --proxy 127.0.0.1:0 --admin 127.0.0.1:0 --metrics 127.0.0.1:0 >"$log" 2>&1 &
    pid=$!
    started+=("$pid")
    took=$(timeout 20 sh -c 'until sed -n "s/^ready in \([0-9]*\) ms$/\1/p" "$1" | grep .; do sleep 0.05; done' sh "$log") ||
      { echo "egress did not start:" >&2; tail -20 "$log" >&2; return 1; }
    kill -9 "$pid"
    wait "$pid" 2>/dev/null || true
    unset 'started[-1]'
    [ $round -eq 0 ] || echo "$name egress $took -" >>"$work/results"
  done
  printf '   %-10s %8s ms\n' egress "$(median "$name" egress 3)"
}

hundred_documents() { # DIRECTORY: 96 services, and four documents about them
  mkdir -p "$1"
  policies 96 >"$1/all.yaml"
}

# Run before everything else: load leaves a process larger than it started.
memory() { # NAMES…
  local name idle busy load
  for name in "$@"; do
    idle=$(resident "${process[$name]}")
    drive http1 "$name" 256 "$seconds" >/dev/null &
    load=$!
    sleep "$(awk -v s="$seconds" 'BEGIN{print s - 0.5}')"
    busy=$(resident "${process[$name]}")
    wait $load
    echo "memory $name $idle $busy" >>"$work/results"
    awk -v n="$name" -v i="$idle" -v b="$busy" 'BEGIN{printf "   %-10s idle %6.1f MiB   busy %6.1f MiB\n", n, i/1024, b/1024}'
  done
}
