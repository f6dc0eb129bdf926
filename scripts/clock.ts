import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')

/** Code that reads the time or waits without the process's `Clock`, so that a test clock would not reach it. */
const uses = /\bnew Date\(\)|\bDate\.now\b|(?<!new )\bDate\(\)|['"](node:)?timers\/promises['"]/

/** The machine's clock itself belongs to the composition root; the other files wait for processes or make unique ids. */
const mayUseSystemClock = /^server\/src\/([^/]+\.ts|kernel\/(clock|ids)\.ts|database\/embedded[./])/
const isTest = /\.test\.ts$|World\.ts$|\/testing\/|\/testListener\.ts$/

/** Finds uses of the time in one file that do not go through its `Clock`; each as `path:line: text`. */
export function clockViolations(file: string, source: string): readonly string[] {
  if (isTest.test(file) || file === 'server/src/kernel/clock.ts') return []
  const code = source.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, (comment) => comment.replace(/[^\n]/g, ' '))
  return code.split('\n').flatMap((line, index) => {
    const isSystemClock = /\bsystemClock\b/.test(line) && !mayUseSystemClock.test(file)
    return uses.test(line) || isSystemClock ? [`${file}:${index + 1}: ${line.trim()}`] : []
  })
}

/** Checks that the server reads the time and waits only through its `Clock`. */
export function checkClock(): boolean {
  const files = globSync('server/src/**/*.ts', { cwd: root })
  const violations = files.flatMap((file) =>
    clockViolations(file, readFileSync(path.join(root, file), 'utf8')),
  )
  const problems = files.length === 0 ? ['the clock check saw no files'] : violations
  for (const problem of problems) process.stderr.write(`${problem}\n`)
  if (violations.length > 0) process.stderr.write('use `clock.now()` and `clock.pause()` of `Deps`\n')
  return problems.length === 0
}
