import pg from 'pg'

/** One connection that accepts statements while earlier ones are running; results come in order. */
export interface Lane {
  /** Returns the connection, which is opened if there is none. */
  client(): Promise<pg.Client>
  close(): Promise<void>
}

/** Opens a lane, which connects at its first use. */
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
