#!/usr/bin/env bash
# Starts a new server in a temporary folder and lets the published clients of the contract use it: the Python SDK (PyPI zitadel-client
# 4.1.9, every method of it) and the Go client (github.com/zitadel/zitadel-go/v3 v3.29.0). Prints the outcome of each method, and fails
# if one is not as planned. Arguments choose the clients: python, go. Needs python3.11 with venv, openssl, curl, and go 1.25 or newer;
# the packages are downloaded, into TRY_CACHE if it is set.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/throwawayServer.sh
chosen=" ${*:-python go} "

openssl genrsa -traditional -out "$folder/system.pem" 2048 2>/dev/null
keyData=$(openssl rsa -in "$folder/system.pem" -pubout 2>/dev/null | base64 -w0)
start_server SALLYPORT_SYSTEM_API_USERS='{"operator":{"keyData":"'"$keyData"'"}}'

# A service user with each kind of credential, as the README makes one; it administers the instance.
api() { curl -sf -X "$1" "$issuer$2" -H "Authorization: Bearer $(cat "$folder/data/admin.pat")" -H 'content-type: application/json' -d "$3"; }
field() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p"; }
robot=$(api POST /management/v1/users/machine '{"userName":"robot","name":"Robot"}' | field userId)
api POST /admin/v1/members '{"userId":"'"$robot"'","roles":["IAM_OWNER"]}' >/dev/null
secret=$(api PUT "/management/v1/users/$robot/secret" '{}' | field clientSecret)
token=$(api POST "/management/v1/users/$robot/pats" '{}' | field token)
api POST "/management/v1/users/$robot/keys" '{"type":"KEY_TYPE_JSON"}' | field keyDetails | base64 -d >"$folder/robot.json"
cat >"$folder/setup.json" <<JSON
{"folder": "$folder", "issuer": "$issuer", "port": "$port", "admin": "$(cat "$folder/data/admin.pat")", "loginClient": "$(cat "$folder/data/login-client.pat")",
 "systemKey": "$folder/system.pem", "userId": "$robot", "clientId": "robot", "clientSecret": "$secret", "token": "$token", "keyFile": "$folder/robot.json"}
JSON

failed=0
if [[ $chosen == *' python '* ]]; then
  python=$(python_with clients zitadel-client==4.1.9 requests==2.34.2 'pyjwt[crypto]==2.10.1')
  "$python" -W ignore clients/python/main.py "$folder/setup.json" || failed=1
fi
if [[ $chosen == *' go '* ]]; then
  cp -r clients/go "$folder/go"
  (cd "$folder/go" && use_go && go build -o try . && ./try "$folder/setup.json") || failed=1
fi
exit $failed
