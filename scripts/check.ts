import { spawnSync } from 'node:child_process'
import { checkClock } from './clock.ts'
import { checkImports } from './imports.ts'
import { checkPlatforms } from './platforms.ts'

/** The gate: every step must pass, and the first that does not ends it. `--static` leaves the tests to `npm test`. */
const steps: readonly (readonly [string, () => boolean])[] = [
  ['format and lint', () => run('biome', 'check', '.')],
  [
    'types',
    () =>
      ['server', 'server/src/web/assets', 'contract', 'console', 'e2e', 'bench', 'scripts'].every((project) =>
        tsc(project),
      ),
  ],
  ['import directions', checkImports],
  ['clock', checkClock],
  ['platforms', checkPlatforms],
  ['factors at home', () => run('node', 'scripts/factorHome.ts')],
  ['dead code', () => run('knip')],
  [
    'console within its budget',
    () => run('node', 'scripts/build.ts') && run('node', 'scripts/consoleBudget.ts'),
  ],
  ['contract', () => run('node', 'scripts/contract.ts', '--quiet')],
  ['generated contract', () => run('node', 'contract/src/build.ts', '--check')],
  ...(process.argv.includes('--static')
    ? []
    : [['unit and database tests', () => run('vitest', 'run', 'server', 'contract', 'scripts')] as const]),
]

for (const [name, passes] of steps) {
  const begun = performance.now()
  const passed = passes()
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  process.stdout.write(`${passed ? 'pass' : 'FAIL'}  ${name} (${seconds} s)\n`)
  if (!passed) process.exit(1)
}

function tsc(project: string): boolean {
  // The package `typescript` is version 6, which dependency-cruiser needs to see type-only imports.
  return run('node', 'node_modules/typescript7/bin/tsc', '--project', project)
}

function run(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0
}
