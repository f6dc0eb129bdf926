import { chmod, constants, cp, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { type Account, runs } from './account.ts'
import { binariesIn, versionOf } from './binaries.ts'

/**
 * Returns a folder whose programs the account can run: the installed one, or for an account that cannot enter it a copy
 * below `cache`, made once per version. A capability would not suffice, as initdb calls access(2), which ignores them.
 */
export async function reachableNative(
  native: string,
  { user }: Account,
  cache = '/var/cache/sallyport',
): Promise<string> {
  const reaches = (folder: string) =>
    user === undefined || runs({ user, prefix: [] }, binariesIn(folder).postgres, '--version')
  if (reaches(native)) return native
  const copy = path.join(cache, `postgresql-${await versionOf(path.dirname(native))}`)
  if (!(await stat(copy).catch(() => undefined))) await copyTo(native, copy)
  if (!(await isOurs(copy))) {
    throw new Error(`other users can write to ${copy}, which holds programs; remove it`)
  }
  if (reaches(copy)) return copy
  throw new Error(
    `PostgreSQL does not run as root, and user ${user?.uid} can enter neither ${native} nor ${copy}; ` +
      'run the server as another user',
  )
}

/** Whether only this user can have written to the folder. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined)
  return found !== undefined && found.uid === process.getuid?.() && (found.mode & 0o022) === 0
}

async function copyTo(native: string, copy: string): Promise<void> {
  await mkdir(path.dirname(copy), { recursive: true })
  await chmod(path.dirname(copy), 0o755)
  const draft = await mkdtemp(`${copy}.`)
  await cp(native, draft, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })
  await makeReadable(draft)
  // Another server may have finished the same copy meanwhile; it is not replaced.
  await rename(draft, copy).catch(() => rm(draft, { recursive: true, force: true }))
}

/** Makes files readable for all users, as npm may have installed them under a strict umask. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const file = path.join(entry.parentPath, entry.name)
    if (entry.isDirectory()) await chmod(file, 0o755)
    else if (entry.isFile()) await chmod(file, (await stat(file)).mode & 0o100 ? 0o755 : 0o644)
  }
}
