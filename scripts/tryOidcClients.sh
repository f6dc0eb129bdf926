#!/usr/bin/env bash
# Starts a new server in a temporary folder and lets OpenID Connect clients of other languages use it over the wire: Authlib 1.9.10
# and PyJWT 2.10.1 (Python), and github.com/zitadel/oidc/v3 v3.52.0 (Go). Prints a line for each flow, and fails at the first one
# that does not work. Needs python3.11 with venv and go 1.24 or newer; both download their packages, into TRY_CACHE if it is set.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/throwawayServer.sh

python=$(python_with v authlib==1.9.10 requests==2.34.2 pyjwt==2.10.1)
start_server

"$python" scripts/oidc-clients/login.py "$folder" "$issuer" >"$folder/login.log" 2>&1 &
started+=($!)
until_logged "$folder/login.log" listens "${started[1]}"

"$python" -W ignore scripts/oidc-clients/clients.py "$folder/setup.json"
(
  cp -r scripts/oidc-clients/go "$folder/go" && cd "$folder/go"
  use_go
  go build -o try .
  ./try "$folder/setup.json"
)
