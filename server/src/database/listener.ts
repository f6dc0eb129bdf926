import type pg from 'pg'
import { SessionClient, type SessionConfig } from './sessionClient.ts'

interface Listener {
  listen(channel: string, notified: () => void): Promise<{ stop(): Promise<void> }>
  close(): Promise<void>
}

const minPause = 100
const maxPause = 5_000

/** Opens one connection for all LISTENs of a process; after each reconnect every listener is called once. */
export function openListener(config: SessionConfig): Listener {
  const channels = new Map<string, Set<() => void>>()
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
    if (closed || channels.size === 0 || retry !== undefined) return
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
      for (const channel of channels.keys()) await next.query(`listen ${next.escapeIdentifier(channel)}`)
    } catch (error) {
      next.end().catch(() => undefined)
      throw error
    }
    client = next
    pause = minPause
  }
  const connect = () => {
    connecting ??= open().finally(() => {
      connecting = undefined
    })
    return connecting
  }

  return {
    async listen(channel, notified) {
      const known = channels.get(channel)
      const listeners = known ?? new Set()
      listeners.add(notified)
      channels.set(channel, listeners)
      try {
        if (connecting !== undefined) await connecting
        if (client === undefined) await connect()
        else if (known === undefined) await client.query(`listen ${client.escapeIdentifier(channel)}`)
      } catch {
        // Not reachable: `notified` is called after the connection is established, as after any loss.
        retryLater()
      }
      return {
        async stop() {
          listeners.delete(notified)
          if (listeners.size === 0) channels.delete(channel)
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
