import { once } from 'node:events'
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../testing/testDatabase.ts'
import { type Database, openDatabase } from './database.ts'

let opened: TestDatabase
beforeAll(async () => {
  opened = await createTestDatabase()
})
afterAll(() => opened.close())

const lockClass = 4711
const keyOf = async (name: string) => {
  const [row] = await opened.database.query<{ key: string }>('select hashtext($1)::oid::text as key', [name])
  return String(row?.key)
}
const unavailable = { refusal: { code: 'database.unavailable' } }

test('a held lock is seen by other sessions until its release or the end of its connection', async () => {
  const [one, two] = [openDatabase({ url: opened.url }), openDatabase({ url: opened.url })]
  const lock = await one.holdLock(lockClass, 'one')
  const others = [
    await two.holdLock(lockClass, 'two'),
    await two.holdLock(lockClass, 'three'),
    await two.holdLock(lockClass + 1, 'of another class'),
  ]
  const keys = async (...names: readonly string[]) => (await Promise.all(names.map(keyOf))).toSorted()
  const seen = async () => (await lock.holders()).toSorted()
  expect(await seen()).toEqual(await keys('one', 'two', 'three'))
  await others[0]?.release()
  expect(await seen()).toEqual(await keys('one', 'three'))
  await two.close()
  await expect.poll(seen).toEqual(await keys('one'))
  await one.close()
  await expect(lock.holders()).rejects.toMatchObject(unavailable)
})

test('locks are taken once the database can be reached', async () => {
  const proxy = await startProxy()
  const { database } = proxy
  await proxy.stop()
  const lock = await database.holdLock(lockClass, 'late')
  await expect(lock.holders()).rejects.toMatchObject(unavailable)
  await proxy.start()
  await expect.poll(() => lock.holders().catch(() => [])).toEqual([await keyOf('late')])
  await database.close()
  await proxy.stop()
})

test('a connection that no longer replies is replaced, with its lock and its listeners', async () => {
  const proxy = await startProxy()
  const { database } = proxy
  let rings = 0
  const { stop } = await database.listen('bell', () => rings++)
  const lock = await database.holdLock(lockClass, 'silent')
  expect(await lock.holders()).toEqual([await keyOf('silent')])
  proxy.freeze()
  await expect(lock.holders()).rejects.toMatchObject(unavailable)
  // The session of the old connection lives and holds the lock, too.
  await expect.poll(() => lock.holders().catch(() => [])).toEqual([await keyOf('silent')])
  const before = rings
  await opened.database.query('notify bell')
  await expect.poll(() => rings).toBeGreaterThan(before)
  await stop()
  await database.close()
  await proxy.stop()
})

/** A way to the test's database that can be broken. */
async function startProxy(): Promise<{
  readonly database: Database
  /** Passes nothing more on for the connections that are open. */
  freeze(): void
  start(): Promise<void>
  stop(): Promise<void>
}> {
  const url = new URL(opened.url)
  const folder = url.searchParams.get('host') ?? ''
  const sockets = new Set<Socket>()
  const server = createServer((from) => {
    const to = createConnection(path.join(folder, '.s.PGSQL.5432'))
    for (const socket of [from, to]) {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    }
    from.pipe(to).pipe(from)
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const port = await listen(0)
  url.searchParams.delete('host')
  url.host = `127.0.0.1:${port}`
  return {
    database: openDatabase({ url: url.href }),
    freeze() {
      for (const socket of sockets) socket.unpipe().pause()
    },
    start: async () => void (await listen(port)),
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
