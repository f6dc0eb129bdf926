import pg from 'pg'
import { DomainError } from '../kernel/refusal.ts'
import { resultOf } from './resultOf.ts'
import { SessionClient, type SessionConfig } from './sessionClient.ts'
import { databaseError, databaseUnavailable } from './unavailable.ts'

interface Listener {
  listen(channel: string, notified: () => void): Promise<{ stop(): Promise<void> }>
  holdLock(lockClass: number, name: string): Promise<HeldLock>
  close(): Promise<void>
}

/** A shared advisory lock, by two keys (a class and `hashtext` of a name), that shows others that this process lives. */
export interface HeldLock {
  /**
   * Returns the second keys (`oid`) of the locks of the class that sessions hold, in order. Throws `database.unavailable` while this
   * lock is not held. A connection that does not reply within five seconds is replaced.
   */
  holders(): Promise<readonly string[]>
  release(): Promise<void>
}

interface Lock {
  readonly keys: readonly [lockClass: number, name: string]
  /** The connection that holds it. */
  on?: pg.Client
}

const minPause = 100
const maxPause = 5_000
const queryTimeout = 5_000

/**
 * Opens one connection for all LISTENs and held locks of a process. After each reconnect the locks are taken again, and every
 * listener is called once.
 */
export function openListener(config: SessionConfig): Listener {
  const channels = new Map<string, Set<() => void>>()
  const locks = new Set<Lock>()
  let client: pg.Client | undefined
  let connecting: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  let pause = minPause
  let closed = false

  const callAll = () => {
    for (const listeners of channels.values()) for (const notified of listeners) notified()
  }
  const lost = (which: pg.Client) => {
    if (client !== which) return
    client = undefined
    retryLater()
  }
  const retryLater = () => {
    if (closed || (channels.size === 0 && locks.size === 0) || retry !== undefined) return
    retry = setTimeout(() => {
      retry = undefined
      connect().then(callAll, retryLater)
    }, pause)
    retry.unref()
    pause = Math.min(pause * 2, maxPause)
  }
  const open = async () => {
    const next = new SessionClient(config)
    next.on('error', () => lost(next))
    next.on('end', () => lost(next))
    next.on('notification', ({ channel }) => {
      for (const notified of channels.get(channel) ?? []) notified()
    })
    try {
      await next.connect()
      for (const channel of channels.keys()) await subscribe(next, channel)
      for (const lock of locks) await take(next, lock)
    } catch (error) {
      next.end().catch(() => undefined)
      throw error
    }
    client?.end().catch(() => undefined)
    client = next
    pause = minPause
  }
  const connect = () => {
    connecting ??= open().finally(() => {
      connecting = undefined
    })
    return connecting
  }
  /** Does it on the open connection, or has the next one do it. */
  const establish = async (act: (on: pg.Client) => Promise<unknown>) => {
    try {
      if (connecting !== undefined) await connecting
      if (client === undefined) await connect()
      else await act(client)
    } catch {
      // Not reachable: each connect does it, and calls the listeners, as after any loss.
      retryLater()
    }
  }
  const queryOn = async <Row extends object>(lock: Lock, text: string, values: readonly unknown[]) => {
    const on = client
    if (on === undefined || lock.on !== on) throw new DomainError(databaseUnavailable)
    try {
      const statement = { text, values: [...values], query_timeout: queryTimeout }
      return (await resultOf<Row>(on, statement)).rows
    } catch (error) {
      if (error instanceof pg.DatabaseError) throw databaseError(error)
      lost(on)
      on.end().catch(() => undefined)
      throw new DomainError(databaseUnavailable, error)
    }
  }

  return {
    async listen(channel, notified) {
      const listeners = channels.get(channel) ?? new Set()
      listeners.add(notified)
      channels.set(channel, listeners)
      await establish((on) => subscribe(on, channel))
      return {
        async stop() {
          listeners.delete(notified)
          if (listeners.size === 0) channels.delete(channel)
        },
      }
    },
    async holdLock(lockClass, name) {
      const lock: Lock = { keys: [lockClass, name] }
      locks.add(lock)
      await establish((on) => take(on, lock))
      return {
        async holders() {
          const rows = await queryOn<{ key: string }>(lock, heldKeys, [lockClass])
          return rows.map(({ key }) => key)
        },
        async release() {
          locks.delete(lock)
          await connecting?.catch(() => undefined)
          await queryOn(lock, `select pg_advisory_unlock_shared(${ofKeys})`, lock.keys).catch(() => undefined)
        },
      }
    },
    async close() {
      closed = true
      clearTimeout(retry)
      const last = client
      client = undefined
      await connecting?.catch(() => undefined)
      await last?.end().catch(() => undefined)
    },
  }
}

const ofKeys = '$1, hashtext($2)'

const heldKeys = `
  select distinct objid::text as key from pg_locks
   where locktype = 'advisory' and granted and classid = $1::oid and objsubid = 2
     and database = (select oid from pg_database where datname = current_database())
   order by 1`

/** Does nothing if the session listens already. */
const subscribe = (on: pg.Client, channel: string) => on.query(`listen ${on.escapeIdentifier(channel)}`)

/** Shared, because the session of a connection that was lost unnoticed may hold it still. */
async function take(on: pg.Client, lock: Lock): Promise<void> {
  if (lock.on === on) return
  await on.query(`select pg_advisory_lock_shared(${ofKeys})`, [...lock.keys])
  lock.on = on
}
