import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createTestDatabase } from '../../server/src/testing/testDatabase.ts'
import { makeDataDir, readToken, removeDataDir, runCommand, startServerProcess } from './serverProcess.ts'

const dataDir = makeDataDir()
afterAll(() => removeDataDir(dataDir))

async function statusOfAdmin(): Promise<number> {
  const server = await startServerProcess({ dataDir })
  try {
    const { status } = await fetch(`http://localhost:${server.port}/admin/v1/instances/me`, {
      headers: { authorization: `Bearer ${readToken(dataDir)}` },
    })
    return status
  } finally {
    await server.stop()
  }
}

test('rotating the master key keeps every secret readable, under the new key alone', async () => {
  const file = path.join(dataDir, 'masterkey')
  expect(await statusOfAdmin()).toBe(200)
  const old = readFileSync(file, 'utf8')

  expect(await runCommand({ dataDir }, 'masterkey', 'rotate')).toMatchObject({
    code: 0,
    stdout: 'sealed 1 data keys with the new master key\n',
  })
  const next = readFileSync(file, 'utf8')
  expect(next).not.toBe(old)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(await statusOfAdmin()).toBe(200)

  writeFileSync(file, old)
  const refused = await runCommand({ dataDir }, 'log', 'verify')
  expect(refused.code).toBe(1)
  expect(refused.stderr).toMatch(/^sallyport: this master key does not open .*SALLYPORT_MASTERKEY.*\n$/m)
  writeFileSync(file, next)
  writeFileSync(`${file}.new`, next)
  const again = await runCommand({ dataDir }, 'masterkey', 'rotate')
  expect(again.code).toBe(1)
  expect(again.stderr).toContain('interrupted rotation')
})

test('a rotation beside running servers is refused, and changes nothing', async () => {
  const database = await createTestDatabase()
  const [old, next] = ['07'.repeat(32), '08'.repeat(32)]
  const own = makeDataDir()
  const settings = { SALLYPORT_DATABASE_URL: database.url, SALLYPORT_MASTERKEY: old }
  const rotating = { dataDir: own, settings: { ...settings, SALLYPORT_NEW_MASTERKEY: next } }
  try {
    const server = await startServerProcess({ dataDir: own, settings })
    expect(await runCommand(rotating, 'masterkey', 'rotate')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^sallyport: a server runs on this database .*; stop every server, then rotate\n$/,
      ),
    })
    await server.stop()
    expect(await runCommand(rotating, 'masterkey', 'rotate')).toMatchObject({
      code: 0,
      stdout: 'sealed 1 data keys with the new master key\n',
    })
    const renewed = await startServerProcess({
      dataDir: own,
      settings: { ...settings, SALLYPORT_MASTERKEY: next },
    })
    await renewed.stop()
  } finally {
    await database.close()
    removeDataDir(own)
  }
})
