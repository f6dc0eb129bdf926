import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { addPerson, restClient } from './restClient.ts'
import { makeDataDir, readToken, removeDataDir, runCommand, startServerProcess } from './serverProcess.ts'

const password = 'Correct-Horse-1'
const [original, restored] = [makeDataDir(), makeDataDir()]
afterAll(() => {
  for (const dataDir of [original, restored]) removeDataDir(dataDir)
})

it('a copy of the data directory, made as the documentation says, is a whole server again', async () => {
  const before = await startServerProcess({ dataDir: original })
  await addPerson(restClient(before.url, readToken(original)), 'ada', password)
  await before.stop()
  const archive = path.join(original, 'backup.tar')
  const tar = (...args: readonly string[]) => expect(spawnSync('tar', args).status, args.join(' ')).toBe(0)
  tar('-C', original, '--exclude=backup.tar', '-cpf', archive, '.')
  tar('-C', restored, '-xpf', archive)
  removeDataDir(original)

  const after = await startServerProcess({ dataDir: restored })
  const checks = { user: { loginName: 'ada' }, password: { password } }
  const session = await restClient(after.url, readToken(restored))('POST', '/v2/sessions', { checks })
  expect(session.json).toMatchObject({ sessionToken: expect.stringMatching(/^slp_ses_/) })
  await after.stop()
  expect(await runCommand({ dataDir: restored }, 'log', 'verify')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^no findings in [1-9]\d* streams\n$/),
  })
})
