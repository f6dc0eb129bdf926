import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const text = readFileSync(path.join(root, 'docs/security.md'), 'utf8')
const rows = text.split('\n').filter((line) => /^\| (?!#|Claim|-)/.test(line))

/** The files that a line cites, from the root of the repository. */
function citedTests(line: string): readonly string[] {
  const cited = line.matchAll(/`((?:e2e|src|features|scripts)\/[\w./-]+\.(?:test\.ts|sh))`/g)
  return [...cited].map(([, file = '']) =>
    file.replace(/^src\//, 'server/src/').replace(/^features\//, 'server/src/features/'),
  )
}

test('every claim of docs/security.md names a test, and every named test exists', () => {
  expect(rows.length).toBeGreaterThan(90)
  const unproven = rows.filter((line) => citedTests(line).length === 0)
  expect(unproven.map((line) => line.slice(0, 60))).toEqual([])
  const missing = citedTests(text).filter((file) => !existsSync(path.join(root, file)))
  expect(missing).toEqual([])
})
