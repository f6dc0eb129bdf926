import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import {
  embeddedUrl,
  makeDataDir,
  readToken,
  removeDataDir,
  type ServerProcess,
} from '../../../e2e/src/serverProcess.ts'
import type { Bench } from '../benchLoad.ts'
import { insertTable } from '../insertConnection.ts'
import { figure, say } from '../report.ts'
import { startUp } from '../startUp.ts'
import { withClient } from '../withClient.ts'
import { type Filled, fillDatabase } from './fillDatabase.ts'
import { makeTemplates } from './makeTemplates.ts'
import { openWriting } from './openWriting.ts'
import type { ScaleSize } from './scaleSize.ts'

/** A running server on a prepared database. */
export interface ScaledBuild {
  readonly name: string
  readonly size: ScaleSize
  readonly bench: Bench
  readonly filled: Filled
  /** Ends the server; its data stays if it was asked to be kept. */
  close(): Promise<void>
}

/** The extent of a measurement on prepared databases. */
export interface ScaleOptions {
  readonly connections: number
  /** Of each scenario and round. */
  readonly seconds: number
}

/** Prepares a database, or opens the one that an earlier run has left in `folder`, and starts a server on it. */
export async function openScale(
  name: string,
  size: ScaleSize,
  { connections, seconds }: ScaleOptions,
  folder?: string,
): Promise<ScaledBuild> {
  const dataDir = folder === undefined ? makeDataDir() : path.resolve(folder)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const { server } = await startUp(dataDir)
  const filled = await prepared(server, size)
  const databaseUrl = embeddedUrl(dataDir)
  await withClient(databaseUrl, async (client) => void (await client.query(insertTable)))
  return {
    name,
    size,
    filled,
    bench: {
      port: server.port,
      token: readToken(dataDir),
      server,
      databaseUrl,
      connections,
      seconds,
      plain: filled.plain,
      withCodes: filled.withCodes,
    },
    async close() {
      await server.stop()
      if (folder === undefined) removeDataDir(dataDir)
    },
  }
}

async function prepared(server: ServerProcess, size: ScaleSize): Promise<Filled> {
  const { dataDir } = server
  const file = path.join(dataDir, 'scale.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Filled
  say(
    `preparing ${figure(size.people)} people, ${figure(size.organizations)} organizations, ${figure(size.sessions)} sessions`,
  )
  const begun = performance.now()
  const writing = await openWriting(dataDir)
  try {
    const templates = await makeTemplates({ port: server.port, token: readToken(dataDir) }, writing)
    const filled = await fillDatabase(embeddedUrl(dataDir), writing, templates, size)
    writeFileSync(file, JSON.stringify(filled))
    say(`      ${figure(filled.events)} events in ${figure((performance.now() - begun) / 1000)} s`)
    return filled
  } finally {
    await writing.close()
  }
}
