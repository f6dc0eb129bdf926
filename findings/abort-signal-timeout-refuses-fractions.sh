#!/usr/bin/env bash
# Node.js: AbortSignal.timeout() throws a RangeError for a delay with a fraction, which setTimeout() accepts.
#
# Tried with Node.js 26.10.0 (npm package node) on 2026-11-30.
# What is left of a deadline is a difference of performance.now(), and so nearly always has a fraction. A server that passes it on fails
# its requests, and only those whose client sets a deadline (Go clients do, by their context) and whose handler reads the signal.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm pkg set allowScripts.node=true --json
npm install --no-audit --no-fund node@26.10.0 >/dev/null 2>&1

cat > try.mjs <<'JS'
for (const [name, start] of Object.entries({ setTimeout: (delay) => clearTimeout(setTimeout(() => undefined, delay)), 'AbortSignal.timeout': AbortSignal.timeout })) {
  for (const delay of [20_000, 20_000.5]) {
    let seen = 'accepted'
    try {
      start.call(AbortSignal, delay)
    } catch (error) {
      seen = `${error.name} ${error.code}`
    }
    console.log(`${name}(${delay}): ${seen}`)
  }
}
process.exit()
JS

node_modules/.bin/node --version
expected='setTimeout(20000): accepted
setTimeout(20000.5): accepted
AbortSignal.timeout(20000): accepted
AbortSignal.timeout(20000.5): RangeError ERR_OUT_OF_RANGE'
seen="$(node_modules/.bin/node try.mjs)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
