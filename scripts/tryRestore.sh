#!/usr/bin/env bash
# Tries the backup and restore of docs/operations.md with the programs of PostgreSQL in BIN (such as /usr/lib/postgresql/15/bin):
# dumps a used database, restores it under another role's name, starts from the dump and the master key, logs in, verifies the log.
set -euo pipefail
bin=${1:?usage: scripts/tryRestore.sh BIN}
cd "$(dirname "$0")/.."
folder=$(mktemp -d) && chmod 711 "$folder"
as=() && [ "$(id -u)" != 0 ] || { as=(setpriv --reuid=postgres --regid=postgres --clear-groups --); chown postgres "$folder"; }
run() { "${as[@]}" "$bin/$@"; }
node=node_modules/node/bin/node
server=
end() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  run pg_ctl -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap end EXIT

run initdb -D "$folder/data" -U owner -A trust --encoding=UTF8 --locale=C >/dev/null
run pg_ctl -w -D "$folder/data" -l "$folder/log" -o "-k $folder -c listen_addresses='' -p 5433" start >/dev/null
sql() { run psql -qAt -h "$folder" -p 5433 -U owner "$@"; }
sql -d postgres -c 'create role sallyport login; create role other login'
for database in first:sallyport second:other; do
  sql -d postgres -c "create database ${database%:*} owner ${database#*:}"
done

export SALLYPORT_MASTERKEY SALLYPORT_DATA_DIR="$folder/server" SALLYPORT_PORT=0 SALLYPORT_HOST=127.0.0.1
SALLYPORT_MASTERKEY=$(openssl rand -hex 32)
mkdir "$SALLYPORT_DATA_DIR"
url() { echo "postgres://$1@localhost:5433/$2?host=$folder"; }
start() {
  SALLYPORT_DATABASE_URL=$1 $node server/src/main.js start >"$folder/out" 2>"$folder/err" &
  server=$!
  until grep -q 'listens on' "$folder/out"; do kill -0 $server || { cat "$folder/err"; exit 1; }; sleep 0.2; done
  address=$(sed -n 's/.*listens on //p' "$folder/out")
}
stop() { kill $server && wait $server && server=; }
api() { curl -sS "$address$1" -H "Authorization: Bearer $(cat "$SALLYPORT_DATA_DIR/admin.pat")" -H 'content-type: application/json' -d "$2"; }

start "$(url sallyport first)"
api /v2/users/human '{"username":"ada","profile":{"givenName":"Ada","familyName":"L"},
  "email":{"email":"ada@example.com","isVerified":true},"password":{"password":"Notes-on-1843"}}' >/dev/null
run pg_dump -Fc --no-owner --no-privileges -h "$folder" -p 5433 -U sallyport -f "$folder/backup.dump" first # while it runs
stop
run pg_restore --exit-on-error --no-owner -h "$folder" -p 5433 -U other -d second "$folder/backup.dump"

start "$(url other second)"
login='{"checks":{"user":{"loginName":"ada"},"password":{"password":"Notes-on-1843"}}}'
api /v2/sessions "$login" | grep -q '"sessionToken"' || { echo 'the login failed'; exit 1; }
SALLYPORT_DATABASE_URL=$(url other second) $node server/src/main.js log verify 2>/dev/null
stop
echo 'restored'
