#!/usr/bin/env bash
# Starts a new server in a temporary folder and lets OpenID Connect clients of other languages use it over the wire: Authlib 1.9.10
# and PyJWT 2.10.1 (Python), and github.com/zitadel/oidc/v3 v3.52.0 (Go). Prints a line for each flow, and fails at the first one
# that does not work. Needs python3.11 with venv and go 1.24 or newer; both download their packages, into TRY_CACHE if it is set.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d) && chmod 755 "$folder"
cache=${TRY_CACHE:-$folder/cache}
export PATH="$PATH:/usr/local/go/bin"
started=()
end() {
  local status=$?
  [ "$status" = 0 ] || tail -n 5 "$folder"/*.log >&2
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
  chmod -R u+w "$folder" && rm -rf "$folder"
}
trap end EXIT
# Waits until a line of a log matches, or its program has ended.
until_logged() {
  until grep -q "$2" "$1" 2>/dev/null; do kill -0 "$3" 2>/dev/null || { cat "$1" >&2; exit 1; }; sleep 0.2; done
}

[ -x "$cache/v/bin/python" ] || python3.11 -m venv "$cache/v"
"$cache/v/bin/pip" install --quiet --disable-pip-version-check authlib==1.9.10 requests==2.34.2 pyjwt==2.10.1
port=$(python3.11 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
env SALLYPORT_HOST=127.0.0.1 SALLYPORT_PORT="$port" SALLYPORT_DATA_DIR="$folder/data" SALLYPORT_EXTERNAL_DOMAIN=localhost \
  SALLYPORT_EXTERNAL_PORT="$port" SALLYPORT_EXTERNAL_SECURE=false node_modules/node/bin/node server/src/main.ts start >"$folder/server.log" 2>&1 &
started+=($!)
until_logged "$folder/server.log" 'listens on' "${started[0]}"

"$cache/v/bin/python" scripts/oidc-clients/login.py "$folder" "http://localhost:$port" >"$folder/login.log" 2>&1 &
started+=($!)
until_logged "$folder/login.log" listens "${started[1]}"

"$cache/v/bin/python" -W ignore scripts/oidc-clients/clients.py "$folder/setup.json"
(
  cp -r scripts/oidc-clients/go "$folder/go" && cd "$folder/go"
  [ -z "${TRY_CACHE:-}" ] && export GOPATH="$folder/gopath" GOCACHE="$folder/gocache"
  export GOFLAGS=-mod=mod
  go build -o try .
  ./try "$folder/setup.json"
)
