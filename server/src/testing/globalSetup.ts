import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '../database/embedded.ts'

/**
 * Vitest's global setup: one PostgreSQL server for the whole run, fast because nothing of it must last, and one folder for the pictures of
 * pages, which the run names at its end. `SALLYPORT_SCREENSHOTS` chooses the folder. The console is built if its sources have changed.
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
  const screenshots = chosen || (await mkdtemp(path.join(tmpdir(), 'sallyport-screenshots-')))
  project.provide('screenshots', path.resolve(screenshots))
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
    const pictures = await readdir(screenshots)
    if (pictures.length > 0) process.stdout.write(`${pictures.length} screenshots in ${screenshots}\n`)
    else await rm(screenshots, { recursive: true, force: true })
  }
}

/** In a process of its own, because workers of the run must not inherit what a build leaves in this one. */
function buildConsole(): void {
  const builder = fileURLToPath(new URL('../../../console/build.ts', import.meta.url))
  const { status } = spawnSync(process.execPath, [builder], { stdio: 'inherit' })
  if (status !== 0) throw new Error('the console could not be built')
}
