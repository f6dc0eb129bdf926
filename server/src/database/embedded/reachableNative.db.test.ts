import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEmbedded } from '../embedded.ts'
import { chooseAccount } from './account.ts'
import { reachableNative } from './reachableNative.ts'

const logger = { debug: () => undefined, warn: () => undefined, error: () => undefined }
const isRoot = process.getuid?.() === 0
let closed: string
let parent: string
let cache: string

/** Creates a package whose program prints its version, in a folder that only its owner can enter. */
beforeEach(async () => {
  closed = await mkdtemp(path.join(tmpdir(), 'sallyport-closed-'))
  parent = await mkdtemp(path.join(tmpdir(), 'sallyport-cache-'))
  await chmod(parent, 0o755)
  cache = path.join(parent, 'made')
  await mkdir(path.join(closed, 'native/bin'), { recursive: true, mode: 0o700 })
  await writeFile(path.join(closed, 'package.json'), '{ "version": "18.0.0" }')
  await writeFile(path.join(closed, 'native/bin/postgres'), '#!/bin/sh\n. "$(dirname "$0")/version"\n', {
    mode: 0o700,
  })
  await writeFile(path.join(closed, 'native/bin/version-18'), 'exit 0\n', { mode: 0o600 })
  await symlink('version-18', path.join(closed, 'native/bin/version'))
})
afterEach(async () => {
  for (const folder of [closed, parent]) await rm(folder, { recursive: true })
})

test('programs that the account of PostgreSQL cannot reach are copied, once per version', async () => {
  const native = path.join(closed, 'native')
  const copy = isRoot ? path.join(cache, 'postgresql-18.0.0') : native
  const account = chooseAccount(tmpdir())
  expect(await Promise.all([1, 2].map(() => reachableNative(native, account, cache)))).toEqual([copy, copy])
  const { ino } = await stat(copy)
  expect(await reachableNative(native, account, cache)).toBe(copy)
  expect((await stat(copy)).ino).toBe(ino)
})

test('programs in a cache that other users can write to are not run', async () => {
  const copy = path.join(cache, 'postgresql-18.0.0')
  await mkdir(path.join(copy, 'bin'), { recursive: true })
  await writeFile(path.join(copy, 'bin/postgres'), '#!/bin/sh\nexit 0\n', { mode: 0o777 })
  await chmod(copy, 0o777)
  const found = reachableNative(path.join(closed, 'native'), chooseAccount(tmpdir()), cache)
  if (isRoot) await expect(found).rejects.toThrow('other users can write to')
  else expect(await found).toBe(path.join(closed, 'native'))
})

test('the database runs in a folder that only its owner can enter', async () => {
  const server = await startEmbedded({
    dataDir: path.join(closed, 'data'),
    logger,
    settings: { fsync: 'off' },
  })
  await server.stop()
})
