#!/usr/bin/env bash
# Node.js: `gc()` collects everything and still keeps up to 64 MiB for new objects; only its flavor `last-resort` gives them back.
#
# Tried with Node.js 26.10.0 (V8 14.6) on 2026-12-01.
# V8 lets the space for new objects double whenever enough of them survive: up to 32 MiB for each half. It shrinks that space
# only in a collection that is to reduce memory. `global.gc()`, `gc({ type: 'major' })` and `gc({ type: 'minor' })` are none, so after a
# burst and a full collection a process whose heap is empty still holds these pages, as resident memory. `flavor: 'last-resort'` is one: it
# leaves less than 1 MiB, and the space begins again at 2 MiB.
# What limits the space in a running process is `--semi-space-growth-factor`, which V8 reads at each collection: set to 1 by
# `v8.setFlagsFromString`, it keeps the space at its size, and set to 2 again, lets it grow. `--max-semi-space-size` is read at the start only:
# set later, it changes nothing and says nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund node@26.10.0 >/dev/null 2>&1

cat > try.mjs <<'JS'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
const mib = () => getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size / 2 ** 20
const say = (what) => console.log(`${what}: ${mib() < 1 ? 'less than 1' : mib() < 4 ? '2' : mib() > 48 ? 'about 64' : mib().toFixed(0)} MiB`)
function burst() {
  let kept = []
  for (let n = 0; n < 6_000_000; n++) {
    kept.push({ n, values: [n] })
    if (kept.length > 100_000) kept = []
  }
}
setFlagsFromString('--semi-space-growth-factor=1')
burst()
say('a burst with factor 1')
setFlagsFromString('--semi-space-growth-factor=2')
setFlagsFromString('--max-semi-space-size=4')
burst()
say('with factor 2, and a maximum that is set late')
for (const options of [undefined, { type: 'minor' }, { type: 'major', execution: 'sync' }]) {
  globalThis.gc(options)
  say(`gc(${options ? JSON.stringify(options) : ''})`)
}
globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
say('flavor last-resort')
JS
node_modules/node/bin/node --version
node_modules/node/bin/node --expose-gc try.mjs | tee seen
diff - seen <<'EXPECTED'
a burst with factor 1: 2 MiB
with factor 2, and a maximum that is set late: about 64 MiB
gc(): about 64 MiB
gc({"type":"minor"}): about 64 MiB
gc({"type":"major","execution":"sync"}): about 64 MiB
flavor last-resort: less than 1 MiB
EXPECTED
echo 'as described'
