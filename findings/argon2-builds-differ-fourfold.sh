#!/usr/bin/env bash
# The same argon2id hash (19 MiB, two passes, one lane) costs 12 to 46 ms of CPU, depending on which build of argon2 Node.js loads,
# and the quickest build spends a quarter or more of it in the kernel, which no option of its allocator changes.
#
# Tried with Node.js 26.10.0, argon2 0.45.1, @node-rs/argon2 2.0.2 and 2.2.1 on Linux x64 with AVX-512 on 2026-12-03. CPU of one hash,
# user and system time, in milliseconds, and minor page faults:
#   crypto.argon2 (OpenSSL)                         40 to 45    1      74 to 247
#   argon2 0.45.1, the binary in the package        26 to 32    0.3     2
#   @node-rs/argon2 2.0.2                           20 to 25    2     408 to 609
#   the same, MIMALLOC_PURGE_DELAY=-1               22 to 25    0.1     2
#   @node-rs/argon2 2.2.1                            9 to 12    3 to 5  265
#   the same, MIMALLOC_PURGE_DELAY=-1                9 to 11    3 to 4  265
# What is built in is not the quickest: OpenSSL's code is portable C, and the binaries of the package argon2 are built for every x64 processor.
# @node-rs/argon2 uses the instructions of the processor since 2.1.0, and since then takes the memory of each hash from the system by itself (mmap,
# madvise for huge pages, munmap) instead of from mimalloc: the kernel clears 19 MiB for each hash, and the options of mimalloc, which made the
# hashes of 2.0.2 reuse their memory, do nothing for them. All builds give the same bytes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund node26@npm:node@26.10.0 argon2@0.45.1 old@npm:@node-rs/argon2@2.0.2 new@npm:@node-rs/argon2@2.2.1 >/dev/null 2>&1
(cd node_modules/node26 && [ -x bin/node ] || node installArchSpecificPackage.js >/dev/null 2>&1)

cat > try.cjs <<'JS'
const crypto = require('node:crypto')
const { promisify } = require('node:util')
const [build] = process.argv.slice(2)
const password = 'correct horse'
const salt = Buffer.alloc(16, 7)
const cost = { timeCost: 2, parallelism: 1 }
/** Each returns the 32 bytes of the hash. */
const builds = {
  openssl: () =>
    promisify(crypto.argon2)('argon2id', { message: password, nonce: salt, parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 }),
  argon2: () => require('argon2').hash(password, { ...cost, memoryCost: 19_456, hashLength: 32, salt, raw: true }),
  old: () => require('old').hashRaw(password, { ...cost, memoryCost: 19_456, outputLen: 32, algorithm: 2, salt }),
  new: () => require('new').hashRaw(password, { ...cost, memoryCost: 19_456, outputLen: 32, algorithm: 2, salt }),
}
const run = async () => {
  const count = 60
  for (let at = 0; at < 5; at++) await builds[build]()
  const before = process.resourceUsage()
  let hash
  for (let at = 0; at < count; at++) hash = await builds[build]()
  const after = process.resourceUsage()
  const each = (name) => Math.round(((after[name] - before[name]) / count) * 10) / 10
  console.log(
    JSON.stringify({
      hash: Buffer.from(hash).toString('hex').slice(0, 16),
      user: each('userCPUTime') / 1000,
      system: each('systemCPUTime') / 1000,
      faults: each('minorPageFault'),
    }),
  )
}
run()
JS

node26=node_modules/node26/bin/node
for build in openssl argon2 old new; do
  $node26 try.cjs "$build" > "$build.json"
  echo "$build $(cat "$build.json")"
done
for build in old new; do
  MIMALLOC_PURGE_DELAY=-1 $node26 try.cjs "$build" > "$build-kept.json"
  echo "$build, kept $(cat "$build-kept.json")"
done

$node26 - <<'JS'
const { readFileSync } = require('node:fs')
const of = (name) => JSON.parse(readFileSync(`${name}.json`, 'utf8'))
const [openssl, argon2, old, oldKept, quick, quickKept] = ['openssl', 'argon2', 'old', 'old-kept', 'new', 'new-kept'].map(of)
const wrong = []
const expect = (what, holds) => holds || wrong.push(what)
expect('all builds give the same hash', new Set([openssl, argon2, old, quick].map(({ hash }) => hash)).size === 1)
expect('OpenSSL takes twice the user time of the quickest or more', openssl.user >= 2 * quick.user)
expect('the package argon2 takes 1.5 times that or more', argon2.user >= 1.5 * quick.user)
expect('the options of mimalloc keep the memory of 2.0.2', old.faults > 100 && oldKept.faults < 20)
expect('and not that of 2.2.1', quick.faults > 100 && quickKept.faults > 100)
for (const what of wrong) console.log(`changed: ${what}`)
if (wrong.length > 0) process.exit(1)
JS
