#!/usr/bin/env bash
# V8: an object literal with accessors keeps all that they see until the next major collection, and is dear to create.
#
# Tried with Node.js 26.10.0 (V8 14.6) on 2026-12-01.
# V8 stores the accessors of an object in its hidden class. The first evaluation of such a literal gives its hidden class the closures of
# that evaluation; every later one has other closures, does not fit, and gets a hidden class of its own. Hidden classes live in the old
# generation, so a scavenge takes this one as alive, and with it the closures and everything that they see: for an object made per request,
# the request. Objects with the same accessors in a class, or with methods instead, die with the next scavenge. A heap that grows by what
# each request held is collected by the dear mark-compact only, and each scavenge copies what should be dead.
# Creating such an object also takes several times as long, as each accessor is defined by a call into the runtime: 1.7 to 2.6 µs for two
# accessors, 0.2 to 0.5 µs for the class. Of a request whose array takes 0.9 kB, 1.1 kB stayed after twenty scavenges.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund node@26.10.0 >/dev/null 2>&1

cat > try.mjs <<'JS'
class Head {
  #request
  constructor(request) {
    this.#request = request
  }
  get host() {
    return this.#request.host
  }
  get path() {
    return this.#request.path
  }
}
const kinds = {
  literal: (request) => ({
    get host() {
      return request.host
    },
    get path() {
      return request.path
    },
  }),
  class: (request) => new Head(request),
  methods: (request) => ({ host: () => request.host, path: () => request.path }),
}
const create = kinds[process.argv[2]]
let last
function requests(count) {
  for (let at = 0; at < count; at++) last = create({ host: 'a', path: 'b', body: new Array(100).fill(at) })
}
requests(2_000)
globalThis.gc()
const before = process.memoryUsage().heapUsed
const begun = performance.now()
requests(10_000)
const nanoseconds = ((performance.now() - begun) * 1e6) / 10_000
// Scavenges only.
for (let round = 0; round < 20; round++) globalThis.gc({ type: 'minor', execution: 'sync' })
const kept = (process.memoryUsage().heapUsed - before) / 10_000
globalThis.gc()
const afterwards = (process.memoryUsage().heapUsed - before) / 10_000
console.error(`${process.argv[2]}: ${nanoseconds.toFixed(0)} ns each, ${kept.toFixed(0)} bytes each after scavenges; ${Object.keys(last).length} members`)
console.log(`${process.argv[2]}: after scavenges ${kept > 500 ? 'kept' : 'gone'}, after a major collection ${afterwards > 100 ? 'kept' : 'gone'}`)
JS
node=node_modules/node/bin/node
$node --version
{
  $node --expose-gc try.mjs literal
  $node --expose-gc try.mjs class
  $node --expose-gc try.mjs methods
} | tee seen
diff - seen <<'EXPECTED'
literal: after scavenges kept, after a major collection gone
class: after scavenges gone, after a major collection gone
methods: after scavenges gone, after a major collection gone
EXPECTED
