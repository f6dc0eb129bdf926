import pg from 'pg'

/** One connection that takes statements while it still works on earlier ones; they are answered in their order. */
export interface Lane {
  /** Works on the connection beside what others do there; connects when there is none (any more). */
  run<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result>
  /** Whether what goes first takes unusually long, as behind a lock: whatever follows would have to wait for it. */
  readonly stuck: boolean
  close(): Promise<void>
}

/** Milliseconds. */
const unusual = 25

/** A lane to a database; connects at the first statement. */
export function openLane(config: pg.ClientConfig): Lane {
  let connection: Promise<pg.Client> | undefined
  let underWay = 0
  let since = 0

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
    async run(work) {
      if (underWay++ === 0) since = performance.now()
      try {
        connection ??= connect()
        return await work(await connection)
      } finally {
        underWay--
        since = performance.now()
      }
    },
    get stuck() {
      return underWay > 0 && performance.now() - since > unusual
    },
    async close() {
      const last = await connection?.catch(() => undefined)
      await last?.end()
    },
  }
}
