#!/usr/bin/env bash
# Node.js: functions imported by name from node:dns/promises ignore dns.setServers().
#
# Tried with Node.js 26.10.0 (npm package node) on 2026-11-29.
# setServers() replaces the resolver behind the module's exports object. An ES module that wrote
# `import { resolveTxt } from 'node:dns/promises'`, or `import * as dns`, got its copies of the functions when the module
# was linked, and these keep asking the servers of the operating system. Only calls through the default export
# (`dns.resolveTxt()`) reach the configured servers. Nothing fails: a check that should ask one given name server quietly
# asks another. The same holds for both setServers(), that of node:dns and that of node:dns/promises.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm pkg set allowScripts.node=true --json
npm install --no-audit --no-fund node@26.10.0 >/dev/null 2>&1

cat > try.mjs <<'JS'
import dgram from 'node:dgram'
import dns from 'node:dns/promises'
import * as namespace from 'node:dns/promises'
import { resolveTxt } from 'node:dns/promises'
import callbacks from 'node:dns'

// A name server on loopback: it counts questions and answers each with the text "mine".
let asked = 0
const server = dgram.createSocket('udp4').on('message', (query, { port, address }) => {
  asked += 1
  let end = 12
  while (query[end] !== 0) end += query[end] + 1
  const header = Buffer.from(query.subarray(0, 12))
  for (const [offset, value] of [[2, 0x8180], [4, 1], [6, 1], [8, 0], [10, 0]]) header.writeUInt16BE(value, offset)
  const record = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, 5, 4, ...Buffer.from('mine')])
  server.send(Buffer.concat([header, query.subarray(12, end + 5), record]), port, address)
})
await new Promise((bound) => server.bind(0, '127.0.0.1', bound))
const target = process.argv[2] === 'promises' ? dns : callbacks
target.setServers([`127.0.0.1:${server.address().port}`])

const ways = {
  'named import': resolveTxt,
  'namespace import': namespace.resolveTxt,
  'default export': (name) => dns.resolveTxt(name),
}
for (const [way, resolve] of Object.entries(ways)) {
  asked = 0
  const wait = new Promise((done) => setTimeout(done, 5000, 'late'))
  await Promise.race([resolve('example.test').catch(() => undefined), wait])
  console.log(`${process.argv[2]} setServers, ${way}: ${asked > 0 ? 'asks the server that was set' : 'does not ask it'}`)
}
process.exit()
JS

node_modules/.bin/node --version
expected="$(for which in promises callbacks; do
  echo "$which setServers, named import: does not ask it"
  echo "$which setServers, namespace import: does not ask it"
  echo "$which setServers, default export: asks the server that was set"
done)"
seen="$(for which in promises callbacks; do node_modules/.bin/node try.mjs "$which"; done)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
