import { existsSync } from 'node:fs'
import path from 'node:path'
import { createTestDatabase } from '../../server/src/testing/testDatabase.ts'
import {
  makeDataDir,
  readToken,
  removeDataDir,
  type ServerProcess,
  startServerProcess,
} from './serverProcess.ts'

/** Two server processes on one database. */
export interface TwoProcesses {
  readonly servers: readonly [ServerProcess, ServerProcess]
  readonly directories: readonly [string, string]
  /** Of both processes, and of commands on their database. */
  readonly settings: Readonly<Record<string, string>>
  /** The token of the first administrator. */
  readonly token: string
  close(): Promise<void>
}

/** Starts both processes at once on an empty database: one of them makes the schema, the first instance and its token. */
export async function openTwoProcesses(
  further: Readonly<Record<string, string>> = {},
): Promise<TwoProcesses> {
  const database = await createTestDatabase()
  const directories = [makeDataDir(), makeDataDir()] as const
  const settings = { SALLYPORT_DATABASE_URL: database.url, SALLYPORT_MASTERKEY: '07'.repeat(32), ...further }
  const servers = await Promise.all([
    startServerProcess({ dataDir: directories[0], settings }),
    startServerProcess({ dataDir: directories[1], settings }),
  ])
  return {
    servers,
    directories,
    settings,
    token: readToken(directories.find(hasToken) ?? ''),
    async close() {
      await Promise.all(servers.map((server) => server.kill()))
      for (const dataDir of directories) removeDataDir(dataDir)
      await database.close()
    },
  }
}

/** Whether the process of a data directory has made the first instance. */
export function hasToken(dataDir: string): boolean {
  return existsSync(path.join(dataDir, 'admin.pat'))
}
