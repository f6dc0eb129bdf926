import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { importProblems } from './imports.ts'

test('a tree without modules does not pass', () => {
  const tree = mkdtempSync(path.join(tmpdir(), 'sallyport-imports-'))
  try {
    mkdirSync(path.join(tree, 'server/src'), { recursive: true })
    expect(importProblems(tree)).toEqual(['dependency-cruiser saw no modules'])
  } finally {
    rmSync(tree, { recursive: true })
  }
})
