# The processes that are compared, sourced by run.sh. Ports are base + n:
#   0 backend HTTP/1.1, 1 backend TLS; then 10 for each proxy: +0 HTTP/1.1, +1 HTTP/1.1 -> TLS, +2 opaque TCP.
#   YARP and egress tell plain and TLS services apart by Host and need no +1.
base=${EGRESS_LOAD_PORT:-19400}
backend=127.0.0.1:$base
backend_tls=127.0.0.1:$((base + 1))
tls_name=api.example.com
declare -A port=([nginx]=$((base + 10)) [haproxy]=$((base + 20)) [yarp]=$((base + 30)) [egress]=$((base + 40)) [egress10k]=$((base + 50)))
declare -A process=()

install_peers() {
  local entry program missing=()
  for entry in nginx:nginx-light haproxy:haproxy wrk:wrk curl:curl openssl:openssl; do
    program=${entry%%:*}
    command -v "$program" >/dev/null || [ -x "/usr/sbin/$program" ] || missing+=("${entry#*:}")
  done
  [ -f /usr/lib/nginx/modules/ngx_stream_module.so ] || missing+=(libnginx-mod-stream)
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" -eq 0 ] || { echo "tests/load/run.sh needs these Debian packages: ${missing[*]}" >&2; exit 3; }
  say "installing ${missing[*]}"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null
}

build_yarp() { dotnet publish "$here/YarpPeer" -o "$work/yarp" -v quiet --nologo >/dev/null; }
build_egress() { dotnet publish "$root/src/EgressPipeline.Host" -o "$work/egress" -v quiet --nologo >/dev/null; }

# Runs a program until clean_up, and waits until its port answers.
start() { # NAME PORT COMMAND…
  local name=$1 at=$2 try
  shift 2
  if (exec 3<>"/dev/tcp/127.0.0.1/$at") 2>/dev/null; then
    echo "port $at, meant for $name, is in use; end what listens there or set EGRESS_LOAD_PORT" >&2
    exit 3
  fi
  "$@" >"$work/$name.log" 2>&1 &
  process[$name]=$!
  started+=("$!")
  for ((try = 0; try < 600; try++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$at") 2>/dev/null && return
    kill -0 "${process[$name]}" 2>/dev/null || break
    sleep 0.1
  done
  echo "$name did not start:" >&2
  tail -20 "$work/$name.log" >&2
  exit 3
}

start_peers() {
  mkdir -p "$work/www"
  head -c 67108864 /dev/urandom >"$work/www/big.bin"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$work/key.pem" -out "$work/cert.pem" \
    -days 7 -subj "/CN=$tls_name" -addext "subjectAltName=DNS:$tls_name,IP:127.0.0.1" 2>/dev/null
  backend_configuration >"$work/backend.conf"
  nginx_configuration >"$work/nginx.conf"
  haproxy_configuration >"$work/haproxy.cfg"
  PATH=$PATH:/usr/sbin
  start backend "$base" nginx -c "$work/backend.conf"
  start nginx "${port[nginx]}" nginx -c "$work/nginx.conf"
  start haproxy "${port[haproxy]}" haproxy -f "$work/haproxy.cfg"
  DOTNET_PROCESSOR_COUNT=1 start yarp "${port[yarp]}" "$work/yarp/yarp-peer" "${port[yarp]}" "$backend" "$backend_tls" "$work/cert.pem"
}

start_egress() {
  local name
  for name in egress egress10k; do
    mkdir -p "$work/$name-policies"
    policies "$([ $name = egress ] && echo 10 || echo 10000)" >"$work/$name-policies/all.yaml"
    start $name "${port[$name]}" "$work/egress/egress" run --policies "$work/$name-policies" --concurrency 1 \
      --outbound "127.0.0.1:${port[$name]}" --proxy "127.0.0.1:$((port[$name] + 2))" --admin 127.0.0.1:0 --metrics 127.0.0.1:0
  done
}

backend_configuration() {
  cat <<CONF
worker_processes 1; pid $work/backend.pid; error_log $work/backend.err; daemon off;
events { worker_connections 4096; }
http {
  access_log off; sendfile on; keepalive_requests 100000000; keepalive_timeout 600s;
  server {
    listen $backend; listen $backend_tls ssl; ssl_protocols TLSv1.3; ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem;
    root $work/www; location = /big.bin {}
    location / { default_type text/plain; return 200 "A small response body, as a typical JSON API call has: 0123456789abcdef0123456789abcdef0123456789abcdef\n"; }
  }
}
CONF
}

nginx_configuration() {
  cat <<CONF
load_module /usr/lib/nginx/modules/ngx_stream_module.so;
worker_processes 1; pid $work/nginx.pid; error_log $work/nginx.err; daemon off;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 100000000; proxy_buffering off; proxy_http_version 1.1; proxy_set_header Connection "";
  upstream plain { server $backend; keepalive 512; keepalive_requests 100000000; }
  upstream secure { server $backend_tls; keepalive 512; keepalive_requests 100000000; }
  server { listen 127.0.0.1:${port[nginx]}; location / { proxy_pass http://plain; } }
  server {
    listen 127.0.0.1:$((port[nginx] + 1));
    location / { proxy_pass https://secure; proxy_ssl_verify on; proxy_ssl_trusted_certificate $work/cert.pem; proxy_ssl_name $tls_name; proxy_ssl_server_name on; proxy_ssl_protocols TLSv1.3; }
  }
}
stream { server { listen 127.0.0.1:$((port[nginx] + 2)); proxy_pass $backend; } }
CONF
}

haproxy_configuration() {
  cat <<CONF
global
 nbthread 1
 maxconn 4000
defaults
 timeout connect 5s
 timeout client 60s
 timeout server 60s
 mode http
 http-reuse always
listen plain
 bind 127.0.0.1:${port[haproxy]}
 server s $backend
listen secure
 bind 127.0.0.1:$((port[haproxy] + 1))
 server s $backend_tls ssl verify required ca-file $work/cert.pem verifyhost $tls_name sni str($tls_name) ssl-min-ver TLSv1.3
listen opaque
 mode tcp
 bind 127.0.0.1:$((port[haproxy] + 2))
 option splice-auto
 server s $backend
CONF
}
