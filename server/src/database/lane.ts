import pg from 'pg'

/** One connection that takes statements while it still works on earlier ones; they are answered in their order. */
export interface Lane {
  /** The connection; made anew when there is none (any more). */
  client(): Promise<pg.Client>
  close(): Promise<void>
}

/** A lane to a database; connects when it is first used. */
export function openLane(config: pg.ClientConfig): Lane {
  let connection: Promise<pg.Client> | undefined

  const connect = () => {
    const client = new pg.Client({ ...config, pipeline: true })
    const own = client.connect().then(() => client)
    const forget = () => {
      if (connection === own) connection = undefined
    }
    client.on('error', forget)
    client.on('end', forget)
    own.catch(forget)
    return own
  }
  return {
    client() {
      connection ??= connect()
      return connection
    },
    async close() {
      const last = await connection?.catch(() => undefined)
      await last?.end()
    },
  }
}
