#!/usr/bin/env bash
# pg on Node 26: a bytea of 70 bytes that a program keeps, in a cache of rows for one, keeps 64 KiB.
#
# Tried with pg-types 2.2.0 (the parsers of pg 8.23.1) on Node.js 26.10.0 and 22.20.0 on 2026-12-01.
# The parser of bytea makes a buffer with Buffer.from, which takes short buffers from a pool that everybody in the process shares. As long as
# one of them lives, its whole pool does. A server makes many short buffers between two rows, so that nearly every kept value sits in a pool of
# its own. In Node 26 a pool is eight times as large as in Node 22: 1,000 kept values of 70 bytes are 64 MiB there, and 8 MiB here. No figure of
# the JavaScript heap shows it, and a cache that is bounded by the lengths of its values is off by a factor of 900.
# Copying each value into memory of its own (Buffer.allocUnsafeSlow) keeps what is needed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund pg-types@2.2.0 node26@npm:node@26.10.0 node22@npm:node@22.20.0 >/dev/null 2>&1
for one in node26 node22; do (cd node_modules/$one && [ -x bin/node ] || node installArchSpecificPackage.js >/dev/null 2>&1); done

cat > try.cjs <<'JS'
const { getTypeParser } = require('pg-types')
const read = getTypeParser(17)
const text = `\\x${'ab'.repeat(70)}`
const own = (bytes) => {
  const copy = Buffer.allocUnsafeSlow(bytes.length)
  bytes.copy(copy)
  return copy
}
function held(keep) {
  globalThis.gc()
  const before = process.memoryUsage().arrayBuffers
  const kept = []
  for (let row = 0; row < 1000; row++) {
    kept.push(keep(read(text)))
    // What a server does until the next row: short buffers that live for a moment.
    for (let at = 0; at < 100; at++) Buffer.from('x'.repeat(1000))
  }
  globalThis.gc()
  const bytes = (process.memoryUsage().arrayBuffers - before) / kept.length
  console.error(`${process.version}: ${Math.round(bytes)} bytes held for each value of ${kept[0].length}`)
  return bytes
}
const size = (bytes) => (bytes > 50_000 ? 'about 64 KiB' : bytes > 6_000 ? 'about 8 KiB' : bytes < 500 ? 'less than 500 bytes' : `${bytes} bytes`)
const copied = held(own)
const parsed = held((bytes) => bytes)
const line = `as parsed ${size(parsed)}, copied ${size(copied)}`
console.log(`Node ${process.versions.node.split('.')[0]}: ${line}`)
JS
for one in node26 node22; do node_modules/$one/bin/node --expose-gc try.cjs; done | tee seen
diff - seen <<'EXPECTED'
Node 26: as parsed about 64 KiB, copied less than 500 bytes
Node 22: as parsed about 8 KiB, copied less than 500 bytes
EXPECTED
