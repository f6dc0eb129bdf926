import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
const rules = path.join(root, '.dependency-cruiser.cjs')

/** The parts of the product whose imports have rules. */
const parts = ['server/src', 'console/src'] as const

interface Cruise {
  readonly modules: readonly string[]
  readonly violations: readonly string[]
}

/** Checks the import directions of server and console, and that the check itself finds a planted violation in each. */
export function checkImports(): boolean {
  const problems = [
    ...importProblems(root),
    ...unseenViolations().map((name) => `dependency-cruiser did not see the planted violation ${name}`),
  ]
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  return problems.length === 0
}

/** Returns the violations in a tree; a part without modules is a problem, too. */
export function importProblems(tree: string): readonly string[] {
  const { modules, violations } = cruise(tree)
  const unseen = parts.filter((part) => !modules.some((source) => source.startsWith(`${part}/`)))
  return [...unseen.map((part) => `dependency-cruiser saw no modules in ${part}`), ...violations]
}

/** Files that import what they must not, by the rule that finds them. */
const planted = {
  'kernel-imports-upwards': 'server/src/kernel/planted.ts',
  'console-kit-imports-upwards': 'console/src/kit/planted.tsx',
} as const

/** Returns the rules that do not find a planted file, in a tree of its own, that imports a feature. */
function unseenViolations(): readonly string[] {
  const tree = mkdtempSync(path.join(tmpdir(), 'sallyport-imports-'))
  try {
    symlinkSync(path.join(root, 'node_modules'), path.join(tree, 'node_modules'))
    for (const part of parts) plant(tree, `${part}/features/planted/index.ts`, 'export const planted = 1\n')
    for (const file of Object.values(planted)) {
      plant(
        tree,
        file,
        "import { planted } from '../features/planted/index.ts'\n\nexport const seen = planted\n",
      )
    }
    const { violations } = cruise(tree)
    return Object.keys(planted).filter((rule) => !violations.some((violation) => violation.startsWith(rule)))
  } finally {
    rmSync(tree, { recursive: true })
  }
}

function plant(tree: string, file: string, text: string): void {
  mkdirSync(path.dirname(path.join(tree, file)), { recursive: true })
  writeFileSync(path.join(tree, file), text)
}

function cruise(cwd: string): Cruise {
  const { stdout, stderr } = spawnSync('depcruise', ['--config', rules, '--output-type', 'json', ...parts], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser failed: ${stderr}`)
  const { modules, summary } = JSON.parse(stdout) as {
    modules: { source: string }[]
    summary: {
      violations: { from: string; to: string; rule: { name: string } }[]
    }
  }
  return {
    modules: modules.map(({ source }) => source),
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
  }
}
