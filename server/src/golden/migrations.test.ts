import { expect, test } from 'vitest'
import { sha256Hex } from '../kernel/crypto/sha256.ts'
import { migrations } from '../product.ts'
import { goldenMode, readGolden, writeGolden } from './goldenFile.ts'

type Checksums = { readonly [name: string]: string }

const file = 'migrations.json'

test('released migrations stay as they were released', () => {
  const golden = readGolden<Checksums>(file) ?? {}
  const current: Checksums = Object.fromEntries(
    migrations.map(({ name, sql, revision }) => [
      revision === undefined ? name : `${name}, revision ${revision}`,
      sha256Hex(sql),
    ]),
  )
  const changed = Object.keys(golden).filter((name) => name in current && golden[name] !== current[name])
  expect(changed, 'add a migration, or raise the revision of the functions').toEqual([])
  // The texts of earlier revisions of functions no longer exist, but their numbers remain used.
  const latest = new Set(migrations.flatMap(({ name, revision }) => (revision === undefined ? [] : [name])))
  const missing = Object.keys(golden).filter(
    (name) => !(name in current) && !latest.has(name.replace(/, revision \d+$/, '')),
  )
  expect(missing, 'released migrations must stay').toEqual([])
  if (goldenMode !== undefined) writeGolden(file, { ...golden, ...current })
  else expect(Object.keys(golden), 'run npm run golden').toEqual(expect.arrayContaining(Object.keys(current)))
})
