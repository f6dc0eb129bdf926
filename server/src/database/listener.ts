import pg from 'pg'

interface Listener {
  listen(channel: string, heard: () => void): Promise<{ stop(): Promise<void> }>
  close(): Promise<void>
}

const firstPause = 100
const longestPause = 5_000

/** One connection for all LISTENs of a process; it comes back by itself and then calls every listener once. */
export function openListener(config: pg.ClientConfig): Listener {
  const channels = new Map<string, Set<() => void>>()
  let client: pg.Client | undefined
  let connecting: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  let pause = firstPause
  let closed = false

  const callAll = () => {
    for (const listeners of channels.values()) for (const heard of listeners) heard()
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
    pause = Math.min(pause * 2, longestPause)
  }
  const open = async () => {
    const next = new pg.Client(config)
    next.on('error', () => lost(next))
    next.on('end', () => lost(next))
    next.on('notification', ({ channel }) => {
      for (const heard of channels.get(channel) ?? []) heard()
    })
    try {
      await next.connect()
      for (const channel of channels.keys()) await next.query(`listen ${next.escapeIdentifier(channel)}`)
    } catch (error) {
      next.end().catch(() => undefined)
      throw error
    }
    client = next
    pause = firstPause
  }
  const connect = () => {
    connecting ??= open().finally(() => {
      connecting = undefined
    })
    return connecting
  }

  return {
    async listen(channel, heard) {
      const known = channels.get(channel)
      const listeners = known ?? new Set()
      listeners.add(heard)
      channels.set(channel, listeners)
      try {
        if (connecting !== undefined) await connecting
        if (client === undefined) await connect()
        else if (known === undefined) await client.query(`listen ${client.escapeIdentifier(channel)}`)
      } catch {
        // Away: `heard` is called once the connection stands, as after any loss.
        retryLater()
      }
      return {
        async stop() {
          listeners.delete(heard)
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
