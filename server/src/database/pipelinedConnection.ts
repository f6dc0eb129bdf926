import type pg from 'pg'
import { SessionClient, type SessionConfig } from './sessionClient.ts'

/** One connection that accepts statements while earlier ones are running; results arrive in order. */
export interface PipelinedConnection {
  /** Returns the client; connects unless it is connected. */
  client(): Promise<pg.Client>
  /** Gives a client up whose connection is lost: its statement fails a moment before it says so. */
  forget(client: pg.Client): void
  close(): Promise<void>
}

/** Creates a connection that is opened at its first use and again after a loss. */
export function pipelinedConnection(config: SessionConfig): PipelinedConnection {
  let connection: Promise<pg.Client> | undefined
  let connected: pg.Client | undefined

  const connect = () => {
    const client = new SessionClient({ ...config, pipeline: true })
    const own = client.connect().then(() => client)
    connected = client
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
    forget(client) {
      if (connected === client) connection = undefined
    },
    async close() {
      const last = await connection?.catch(() => undefined)
      await last?.end()
    },
  }
}
