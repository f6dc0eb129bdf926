#!/usr/bin/env bash
# Compares our contract with the descriptors inside the newest published client, github.com/zitadel/zitadel-go/v3 v3.29.0: prints each
# difference, and fails at one that contract/src/acceptedDifferences.ts does not list with its reason, or if Go refuses our descriptors.
# Needs go 1.24 or newer, which downloads the client, into TRY_CACHE if it is set.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/throwawayServer.sh

export PATH="$PWD/node_modules/.bin:$PATH"
cp -r scripts/compare-contract "$folder/compare"
(cd "$folder/compare" && use_go && go build -o compare .)
"$folder/compare/compare" write "$folder/client.binpb"
node contract/src/compare.ts "$folder/client.binpb" "$folder/ours.binpb"
"$folder/compare/compare" read "$folder/ours.binpb"
echo 'Go accepts our descriptors'
