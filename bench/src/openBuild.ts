import { readFileSync } from 'node:fs'
import type pg from 'pg'
import { embeddedUrl, makeDataDir, programIn, readToken, removeDataDir } from '../../e2e/src/serverProcess.ts'
import type { Bench } from './benchLoad.ts'
import { insertTable } from './insertConnection.ts'
import { allowCounting, prepareCounting } from './roundTrips.ts'
import { seedUsers } from './seedUsers.ts'
import { startUp } from './startUp.ts'
import { withClient } from './withClient.ts'

/** A running build with an embedded database of its own. */
export interface Build {
  readonly name: string
  readonly bench: Bench
  /** The proportional set size of the server after its second start, in bytes; 0 on systems without /proc. */
  readonly idleMemory: number
  /** Of the second start, until the server was ready. */
  readonly startSeconds: number
  /** Ends the server and removes its data. */
  close(): Promise<void>
}

/** Starts a build twice, the second time with its statements counted, and seeds the users of the load; `folder` is another checkout. */
export async function openBuild(
  name: string,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
  folder?: string,
): Promise<Build> {
  const program = folder === undefined ? undefined : programIn(folder)
  const dataDir = makeDataDir()
  const first = await startUp(dataDir, [], program)
  await onDatabase(dataDir, allowCounting)
  await first.server.stop()
  const { server, seconds: startSeconds } = await startUp(dataDir, [], program)
  const idleMemory = proportionalBytes(server.pid)
  await onDatabase(dataDir, async (client) => {
    await prepareCounting(client)
    await client.query(insertTable)
  })
  const target = { port: server.port, token: readToken(dataDir) }
  const bench = {
    ...target,
    server,
    databaseUrl: embeddedUrl(dataDir),
    connections,
    seconds,
    plain: await seedUsers(target, connections, { password: true }),
    withCodes: await seedUsers(target, connections, { otpEmail: true }),
  }
  return {
    name,
    bench,
    idleMemory,
    startSeconds,
    async close() {
      await server.stop()
      removeDataDir(dataDir)
    },
  }
}

/** Returns the proportional set size in bytes (proc_pid_smaps_rollup(5): Pss); 0 on systems without /proc. */
function proportionalBytes(pid: number): number {
  if (process.platform !== 'linux') return 0
  const [, kib = '0'] = /^Pss: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? []
  return Number(kib) * 1024
}

async function onDatabase(dataDir: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  await withClient(embeddedUrl(dataDir), work)
}
