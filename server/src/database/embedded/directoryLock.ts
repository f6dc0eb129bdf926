import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { systemClock } from '../../kernel/clock.ts'
import { processIdentity } from './processIdentity.ts'

const holderSchema = z.object({ pid: z.number().int().positive(), identity: z.string() })

/** Another running process uses the data directory; the message names its pid. */
export class DirectoryInUseError extends Error {
  override readonly name = 'DirectoryInUseError'
}

/**
 * Makes this process the only user of a directory. A lock whose process has ended is taken over, also if the pid now belongs
 * to another process. Throws `DirectoryInUseError` if the process is running.
 */
export async function lockDirectory(directory: string): Promise<{ release(): Promise<void> }> {
  const lock = path.join(directory, 'server.lock')
  const own = `${lock}.${process.pid}`
  const content = JSON.stringify({ pid: process.pid, identity: processIdentity(process.pid) })
  await writeFile(own, content, { mode: 0o600 })
  try {
    for (;;) {
      if (await claimed(own, lock)) break
      const holder = await readHolder(lock)
      if (holder !== undefined && processIdentity(holder.pid) === holder.identity) {
        throw new DirectoryInUseError(
          `the data directory ${directory} is in use by process ${holder.pid}; stop it or set another SALLYPORT_DATA_DIR`,
        )
      }
      // The holder has ended. Of several processes that replace the lock at once, the last one has it.
      await rename(own, lock)
      await systemClock.pause(50)
      if ((await readFile(lock, 'utf8').catch(() => '')) === content) break
      await writeFile(own, content, { mode: 0o600 })
    }
  } finally {
    await rm(own, { force: true })
  }
  return {
    async release() {
      if ((await readFile(lock, 'utf8').catch(() => '')) === content) await rm(lock, { force: true })
    },
  }
}

async function claimed(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function readHolder(lock: string): Promise<z.infer<typeof holderSchema> | undefined> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(lock, 'utf8')))
  } catch {
    return undefined // released meanwhile, or incomplete after a crash: free in both cases
  }
}
