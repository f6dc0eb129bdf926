#!/usr/bin/env bash
# crypto.argon2 of Node.js on Linux: hashes of 19 MiB leave more than 100 MiB in the process for good, hashes of 64 MiB leave nothing.
#
# Tried with Node.js 26.10.0 and @node-rs/argon2 2.2.1 on glibc (Linux x64) on 2026-12-01, four threads in libuv's pool.
# 19 MiB, two passes and one lane are the first choice of OWASP's cheat sheet. crypto.argon2 takes this memory from malloc in the threads of libuv's
# pool. glibc maps a large block for itself and gives it back, but after the first such free it raises the limit for "large" to the size of the
# block, up to 32 MiB. So the next hashes come from the arenas of the threads, about 34 MiB of each stay there, and more with a larger pool (440 MiB
# with 16 threads). A hash of 64 MiB is above every limit: it is mapped and given back each time. No figure of Node.js shows it but rss.
# With MALLOC_MMAP_THRESHOLD_=131072 the limit stays fixed, and the small hashes give their memory back too. @node-rs/argon2 has an allocator of its
# own, which does.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund node26@npm:node@26.10.0 @node-rs/argon2@2.2.1 >/dev/null 2>&1
(cd node_modules/node26 && [ -x bin/node ] || node installArchSpecificPackage.js >/dev/null 2>&1)

cat > try.cjs <<'JS'
const crypto = require('node:crypto')
const { promisify } = require('node:util')
const { readFileSync } = require('node:fs')
const [library, mebibytes] = process.argv.slice(2)
const memory = Number(mebibytes) * 1024
const own = promisify(crypto.argon2)
const hashes = {
  node: () => own('argon2id', { message: 'a password', nonce: Buffer.alloc(16, 7), parallelism: 1, tagLength: 32, memory, passes: 2 }),
  other: () => require('@node-rs/argon2').hash('a password', { memoryCost: memory, timeCost: 2, parallelism: 1 }),
}
const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
async function main() {
  await hashes[library]()
  const before = resident()
  for (let burst = 0; burst < 10; burst++) await Promise.all(Array.from({ length: 8 }, hashes[library]))
  await pause(2000)
  globalThis.gc()
  await pause(500)
  const kept = resident() - before
  const threshold = process.env.MALLOC_MMAP_THRESHOLD_ ? ', limit fixed' : ''
  console.error(`${library}, ${mebibytes} MiB${threshold}: ${Math.round(kept)} MiB more than after the first hash`)
  console.log(`${library}, ${mebibytes} MiB${threshold}: ${kept > 80 ? 'more than 80 MiB stay' : kept < 25 ? 'less than 25 MiB stay' : `${kept} MiB stay`}`)
}
main()
JS
run() { node_modules/node26/bin/node --expose-gc try.cjs "$@"; }
{
  run node 19
  run node 64
  MALLOC_MMAP_THRESHOLD_=131072 run node 19
  run other 19
} | tee seen
diff - seen <<'EXPECTED'
node, 19 MiB: more than 80 MiB stay
node, 64 MiB: less than 25 MiB stay
node, 19 MiB, limit fixed: less than 25 MiB stay
other, 19 MiB: less than 25 MiB stay
EXPECTED
