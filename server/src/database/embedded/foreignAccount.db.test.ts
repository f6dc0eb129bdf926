import { spawn, spawnSync } from 'node:child_process'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, it } from 'vitest'

/** No account of this machine, as OpenShift chooses them. */
const uid = 1_000_650_000
const isRoot = process.getuid?.() === 0
const namespaces = spawnSync('unshare', ['--user', 'true']).status === 0
const as = isRoot
  ? ['setpriv', `--reuid=${uid}`, '--regid=0', '--clear-groups', '--']
  : ['unshare', '--user', `--map-user=${uid}`, '--']
const folder = await mkdtemp(path.join(tmpdir(), 'sallyport-uid-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

it('a user without an entry in /etc/passwd runs the database from packages that it cannot write to', async () => {
  await chmod(folder, 0o700)
  if (isRoot) await chown(folder, uid, 0)
  const script = `
    const { startEmbedded } = await import(${JSON.stringify(new URL('../embedded.ts', import.meta.url).href)})
    const quiet = () => undefined
    const logger = { debug: quiet, warn: quiet, error: quiet }
    const server = await startEmbedded({ dataDir: ${JSON.stringify(path.join(folder, 'data'))}, logger, settings: { fsync: 'off' } })
      .catch((error) => process.stdout.write(error.message))
    await server?.stop?.()
    process.stdout.write(' ended')`
  const [command = '', ...rest] = as
  const args = [...rest, process.execPath, '--input-type=module', '-e', script]
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] },
  })
  const refused = `user ${uid} has no entry in /etc/passwd, which PostgreSQL's initdb needs; add one, or set SALLYPORT_DATABASE_URL`
  expect(await text(child.stdout)).toMatch(namespaces ? /^ ended$/ : new RegExp(refused))
})
