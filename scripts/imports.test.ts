import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { importProblems } from './imports.ts'

test('a part without modules does not pass', () => {
  const tree = mkdtempSync(path.join(tmpdir(), 'sallyport-imports-'))
  try {
    mkdirSync(path.join(tree, 'server/src'), { recursive: true })
    mkdirSync(path.join(tree, 'console/src'), { recursive: true })
    expect(importProblems(tree)).toEqual([
      'dependency-cruiser saw no modules in server/src',
      'dependency-cruiser saw no modules in console/src',
    ])
    writeFileSync(path.join(tree, 'server/src/main.js'), 'export const started = true\n')
    expect(importProblems(tree)).toEqual(['dependency-cruiser saw no modules in console/src'])
  } finally {
    rmSync(tree, { recursive: true })
  }
})
