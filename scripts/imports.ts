import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const rules = path.join(root, '.dependency-cruiser.cjs')

interface Cruise {
  readonly modules: number
  readonly violations: readonly string[]
}

/** Checks the import directions of the server, and that the check itself finds a planted violation. */
export function checkImports(): boolean {
  const problems = [
    ...importProblems(root),
    ...(seesPlantedViolation() ? [] : ['dependency-cruiser did not see the planted violation']),
  ]
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  return problems.length === 0
}

/** Returns the violations in `server/src` of a tree; a tree without modules is a problem, too. */
export function importProblems(tree: string): readonly string[] {
  const { modules, violations } = cruise(tree)
  return modules === 0 ? ['dependency-cruiser saw no modules'] : violations
}

/** A kernel file that imports a feature, in a tree of its own: it must be found. */
function seesPlantedViolation(): boolean {
  const tree = mkdtempSync(path.join(tmpdir(), 'sallyport-imports-'))
  try {
    mkdirSync(path.join(tree, 'server/src/kernel'), { recursive: true })
    mkdirSync(path.join(tree, 'server/src/features/planted'), { recursive: true })
    symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'))
    writeFileSync(path.join(tree, 'server/src/features/planted/index.ts'), 'export const planted = 1\n')
    writeFileSync(
      path.join(tree, 'server/src/kernel/planted.ts'),
      "import { planted } from '../features/planted/index.ts'\n\nexport const seen = planted\n",
    )
    return cruise(tree).violations.some((violation) => violation.startsWith('kernel-imports-upwards'))
  } finally {
    rmSync(tree, { recursive: true })
  }
}

function cruise(cwd: string): Cruise {
  const { stdout, stderr } = spawnSync(
    'depcruise',
    ['--config', rules, '--output-type', 'json', 'server/src'],
    {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    },
  )
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser failed: ${stderr}`)
  const { summary } = JSON.parse(stdout) as {
    summary: {
      totalCruised: number
      violations: { from: string; to: string; rule: { name: string } }[]
    }
  }
  return {
    modules: summary.totalCruised,
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  }
}
