# For scripts that let foreign programs use a server; they source this file in the root of the repository. It makes a temporary
# `folder`, starts a new server in it, and ends everything that was started when the script ends. `cache` keeps downloads: TRY_CACHE
# if it is set, else a part of the folder.
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

# Starts a new server on a free port of localhost, and sets `port` and `issuer`; arguments are further settings (NAME=VALUE).
start_server() {
  port=$(python3.11 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  issuer=http://localhost:$port
  env SALLYPORT_HOST=127.0.0.1 SALLYPORT_PORT="$port" SALLYPORT_DATA_DIR="$folder/data" SALLYPORT_EXTERNAL_DOMAIN=localhost \
    SALLYPORT_EXTERNAL_PORT="$port" SALLYPORT_EXTERNAL_SECURE=false "$@" \
    node_modules/node/bin/node server/src/main.ts start >"$folder/server.log" 2>&1 &
  started+=($!)
  until_logged "$folder/server.log" 'listens on' $!
}

# Makes a Python environment with these packages in the cache, under a name; prints the path of its interpreter.
python_with() {
  local at=$cache/$1 && shift
  [ -x "$at/bin/python" ] || python3.11 -m venv "$at"
  "$at/bin/pip" install --quiet --disable-pip-version-check "$@" >&2 && echo "$at/bin/python"
}

# Lets go keep its downloads and builds in the folder, unless a cache is kept anyway.
use_go() {
  [ -n "${TRY_CACHE:-}" ] || export GOPATH="$folder/gopath" GOCACHE="$folder/gocache"
  export GOFLAGS=-mod=mod
}
