#!/usr/bin/env bash
# Makes egress.bpf.o of egress.bpf.c. Needs clang (14 is what the committed file was made with) and Linux' headers.
#   build.sh [OUTPUT]
set -euo pipefail
cd "$(dirname "$0")"
clang=$(command -v clang-14 || command -v clang)
hash=$(sha256sum egress.bpf.c | cut -d' ' -f1)
"$clang" -O2 -fno-addrsig -Wall -Werror -target bpf "-I/usr/include/$(uname -m)-linux-gnu" "-DSOURCE_SHA256=\"$hash\"" -c egress.bpf.c -o "${1:-egress.bpf.o}"
