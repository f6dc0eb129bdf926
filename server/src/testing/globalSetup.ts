import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../database/embedded.ts'

/**
 * Vitest's global setup: one PostgreSQL server for the whole run, fast because nothing of it must last. `SALLYPORT_SCREENSHOTS` names a folder
 * for pictures of the pages. The console is built if its sources have changed.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  buildConsole()
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
  const chosen = process.env['SALLYPORT_SCREENSHOTS']
  if (chosen) await mkdir(chosen, { recursive: true })
  project.provide('screenshots', chosen && path.resolve(chosen))
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** In a process of its own, because workers of the run must not inherit what a build leaves in this one. */
function buildConsole(): void {
  const builder = fileURLToPath(new URL('../../../console/build.ts', import.meta.url))
  const { status } = spawnSync(process.execPath, [builder], { stdio: 'inherit' })
  if (status !== 0) throw new Error('the console could not be built')
}
