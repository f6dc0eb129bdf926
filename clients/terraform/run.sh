#!/usr/bin/env bash
# Starts a new server in a temporary folder and replays against it what the Terraform provider calls (docs/terraform.md): apply, plan,
# change, plan, import, drift, destroy. Prints a line for each resource; fails for a plan that is not empty, and for anything left
# behind. Needs python3.11, curl and go 1.24 or newer; the Go client is downloaded, into TRY_CACHE if it is set.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/throwawayServer.sh
start_server

# The machine that Terraform acts as, and its key: the calls of docs/terraform.md.
api() { curl -sf -X "$1" "$issuer$2" -H "Authorization: Bearer $(cat "$folder/data/admin.pat")" -H 'content-type: application/json' -d "$3"; }
field() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p"; }
machine=$(api POST /management/v1/users/machine '{"userName":"terraform","name":"Terraform"}' | field userId)
api POST /admin/v1/members '{"userId":"'"$machine"'","roles":["IAM_OWNER"]}' >/dev/null
api POST "/management/v1/users/$machine/keys" '{"type":"KEY_TYPE_JSON"}' | field keyDetails | base64 -d >"$folder/terraform.json"

printf '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>' >"$folder/logo.svg"
printf '\0\1\0\0a font' >"$folder/font.ttf"
cp -r clients/terraform "$folder/go" && cd "$folder/go"
use_go
go build -o replay .
./replay "$issuer" "$folder/terraform.json" "$folder"
