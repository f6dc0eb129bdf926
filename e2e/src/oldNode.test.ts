import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const checkout = path.resolve(import.meta.dirname, '../..')
const { dependencies } = JSON.parse(readFileSync(path.join(checkout, 'package.json'), 'utf8')) as {
  dependencies: Record<'node', string>
}
const pinned = Number.parseInt(dependencies.node, 10)

/** The Nodes of this machine, apart from the pinned one. */
const others = (process.env['PATH'] ?? '')
  .split(path.delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .map((folder) => path.join(folder, 'node'))
  .filter((file) => existsSync(file))
const isOld = (node: string) =>
  Number.parseInt(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.slice(1), 10) < pinned

const asOld = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.0.0' } })`

/** The Nodes that are too old here, and the pinned one, which says that it is old. */
const old: readonly (readonly string[])[] = [
  ...others.filter(isOld).map((node) => [node]),
  [process.execPath, '--import', `data:text/javascript,${encodeURIComponent(asOld)}`],
]

test.each(old)(
  '%s is refused by a line that says which Node runs the server, and how',
  (node, ...options) => {
    for (const command of [['start'], ['log', 'verify'], []]) {
      const { status, stdout, stderr } = spawnSync(
        node ?? '',
        [...options, 'server/src/main.js', ...command],
        { cwd: checkout, encoding: 'utf8' },
      )
      expect([status, stdout]).toEqual([1, ''])
      expect(stderr.trimEnd().split('\n')).toHaveLength(1)
      expect(stderr).toMatch(/^sallyport: this is Node \d+\.\d+\.\d+, and/)
      expect(stderr).toContain(`needs Node ${pinned}, which npm ci brings along`)
      for (const way of ['npm start', 'npm run sallyport --', 'node_modules/.bin/node']) {
        expect(stderr).toContain(way)
      }
    }
  },
)
