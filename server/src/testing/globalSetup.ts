import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../database/embedded.ts'

/** Vitest's global setup: one PostgreSQL server for the whole run, fast because nothing of it must last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sallyport-test-'))
  const silent = { debug: () => undefined, warn: () => undefined, error: () => undefined }
  const server = await startEmbedded({
    dataDir,
    logger: silent,
    settings: {
      fsync: 'off',
      full_page_writes: 'off',
      synchronous_commit: 'off',
      max_connections: '300',
      // Templates are cloned by copying files, which waits for no checkpoint this way.
      file_copy_method: 'copy',
    },
  })
  project.provide('postgresUrl', server.url)
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
