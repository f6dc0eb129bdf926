#!/usr/bin/env bash
# @node-rs/argon2 on Linux: each hash reads the limits of its control group from /proc and /sys again, also with one lane.
#
# Tried with @node-rs/argon2 2.2.1 and Node.js 26.10.0 (Linux x64) on 2026-12-02. A hash with `parallelism: 1` needs one thread, so nobody expects that it
# asks how many there are. It does: strace shows sched_getaffinity, /proc/self/cgroup and the files of the quota opened for every hash, in the thread
# that hashes. That is how the standard library of Rust counts processors, and it keeps no answer. crypto.argon2 of Node.js reads nothing. The file
# of the process's own counters (/proc/self/io) shows it without strace: each hash adds reads, how many depends on the version of the control groups.
# They are small beside the hash (11 ms), but a sandbox that forbids or slows /proc and /sys meets them at each login, not once at the start.
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
const { hash } = require('@node-rs/argon2')
const own = promisify(crypto.argon2)
const hashes = {
  '@node-rs/argon2': () => hash('a password', { memoryCost: 19456, timeCost: 2, parallelism: 1 }),
  'crypto.argon2': () =>
    own('argon2id', { message: 'a password', nonce: Buffer.alloc(16, 7), parallelism: 1, tagLength: 32, memory: 19456, passes: 2 }),
}
const reads = () => Number(/syscr: (\d+)/.exec(readFileSync('/proc/self/io', 'utf8'))[1])
async function main() {
  for (const [library, once] of Object.entries(hashes)) {
    for (let n = 0; n < 5; n++) await once()
    const before = reads()
    for (let n = 0; n < 50; n++) await once()
    // Each hash wakes the main thread, which takes one read.
    const each = (reads() - before) / 50 - 1
    console.error(`${library}: ${each.toFixed(1)} reads a hash`)
    console.log(`${library}: ${each > 2 ? 'reads files for each hash' : each < 1 ? 'reads nothing' : `${each} reads`}`)
  }
}
main()
JS
node_modules/node26/bin/node try.cjs | tee seen
diff - seen <<'EXPECTED'
@node-rs/argon2: reads files for each hash
crypto.argon2: reads nothing
EXPECTED
