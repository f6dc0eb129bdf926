#!/usr/bin/env bash
# Runs the nginx and Caddy configurations of docs/operations.md before a new server, on other ports and with a certificate of
# their own, and calls it over REST and gRPC. Needs nginx, caddy, openssl and curl.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d) && chmod 755 "$folder"
node=node_modules/node/bin/node
started=()
end() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap end EXIT
block() { awk -v open="\`\`\`$1" '$0 == open { on = 1; next } /^```/ { on = 0 } on' docs/operations.md; }
port=18080

openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=login.example.com -addext subjectAltName=DNS:login.example.com \
  -keyout "$folder/key" -out "$folder/crt" 2>/dev/null
env SALLYPORT_HOST=127.0.0.1 SALLYPORT_EXTERNAL_DOMAIN=login.example.com SALLYPORT_EXTERNAL_PORT=443 SALLYPORT_EXTERNAL_SECURE=true \
  SALLYPORT_TRUSTED_PROXIES=loopback SALLYPORT_PORT=$port SALLYPORT_DATA_DIR="$folder/data" $node server/src/main.js start >"$folder/out" 2>&1 &
started+=($!)
until grep -q 'listens on' "$folder/out"; do kill -0 "${started[0]}" || { cat "$folder/out"; exit 1; }; sleep 0.2; done

{
  echo 'daemon off; pid '"$folder"'/nginx.pid; error_log stderr; events {} http { access_log off;'
  for kind in client_body proxy fastcgi uwsgi scgi; do echo "${kind}_temp_path $folder/$kind;"; done
  block nginx | sed "s/127.0.0.1:8080/127.0.0.1:$port/; s/listen 443/listen 127.0.0.1:18443/; s#/etc/ssl/login.example.com.crt#$folder/crt#; s#/etc/ssl/login.example.com.key#$folder/key#"
  echo '}'
} >"$folder/nginx.conf"
nginx -c "$folder/nginx.conf" &
started+=($!)
{
  echo '{' && echo 'admin off' && echo 'auto_https off' && echo '}'
  block caddy | sed "s/127.0.0.1:8080/127.0.0.1:$port/; s#^login.example.com {#login.example.com:18444 {\n  bind 127.0.0.1\n  tls $folder/crt $folder/key#"
} >"$folder/Caddyfile"
XDG_DATA_HOME=$folder XDG_CONFIG_HOME=$folder caddy run --adapter caddyfile --config "$folder/Caddyfile" 2>"$folder/caddy.log" &
started+=($!)

cat >"$folder/grpc.mjs" <<'SCRIPT'
import { createClient } from '@connectrpc/connect'
import { createGrpcTransport } from '@connectrpc/connect-node'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
const [port, token] = process.argv.slice(2)
const authorize = (next) => (request) => { request.header.set('authorization', `Bearer ${token}`); return next(request) }
const nodeOptions = { rejectUnauthorized: false, servername: 'login.example.com' }
const transport = createGrpcTransport({ baseUrl: `https://login.example.com:${port}`, interceptors: [authorize],
  nodeOptions: { ...nodeOptions, lookup: (_, options, done) => options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4) } })
const { user } = await createClient(AuthService, transport).getMyUser({})
console.log(`  gRPC: ${user.userName}`)
process.exit(0)
SCRIPT
cp "$folder/grpc.mjs" server/src/.tryProxies.mjs && trap 'rm -f server/src/.tryProxies.mjs; end' EXIT
for proxy in nginx:18443 caddy:18444; do
  at=${proxy#*:}
  echo "${proxy%:*}"
  until curl -sk --resolve "login.example.com:$at:127.0.0.1" "https://login.example.com:$at/debug/healthz" >/dev/null; do
    for pid in "${started[@]}"; do kill -0 "$pid" || { cat "$folder/caddy.log"; exit 1; }; done
    sleep 0.2
  done
  call() { curl -sSk --fail-with-body --resolve "login.example.com:$at:127.0.0.1" -H "Authorization: Bearer $(cat "$folder/data/admin.pat")" "https://login.example.com:$at$1" "${@:2}"; }
  call /auth/v1/users/me -H 'Forwarded: host=forged.example' -H 'X-Forwarded-Host: forged.example' -H 'X-Zitadel-Forwarded: host=forged.example' |
    grep -q '"userName":"admin"\|"userName": "admin"'
  echo '  REST, forged headers overwritten'
  [ "$(curl -sk -o /dev/null -w '%{http_code}' --resolve "login.example.com:$at:127.0.0.1" "https://login.example.com:$at/debug/metrics")" = 404 ]
  echo '  metrics hidden'
  $node server/src/.tryProxies.mjs "$at" "$(cat "$folder/data/admin.pat")"
done
