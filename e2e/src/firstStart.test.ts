import { once } from 'node:events'
import { existsSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { makeDataDir, readToken, removeDataDir, runCommand, startServerProcess } from './serverProcess.ts'

const dataDir = makeDataDir()
afterAll(() => removeDataDir(dataDir))

async function status(port: number): Promise<number> {
  const headers = { authorization: `Bearer ${readToken(dataDir)}` }
  return (await fetch(`http://localhost:${port}/auth/v1/users/me`, { headers })).status
}

// One data directory lives through its first starts, in this order.
describe('the first starts', () => {
  it('on a taken port create nothing, and name the setting of the port', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const { code, stdout, stderr } = await runCommand(
      { dataDir, settings: { SALLYPORT_PORT: `${port}` } },
      'start',
    )
    taken.close()
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: `sallyport: port ${port} is in use, by another program or another Sallyport; end it, or set SALLYPORT_PORT to another port\n`,
    })
    expect(existsSync(path.join(dataDir, 'postgres'))).toBe(false)
  })

  it('say what takes time, then show the password once, even if the log is on a full disk', async () => {
    const full = openSync('/dev/full', 'w')
    const server = await startServerProcess({
      dataDir,
      stderr: full,
      settings: { SALLYPORT_LOG_LEVEL: 'trace' },
    })
    expect(await status(server.port)).toBe(200)
    expect(await server.stop()).toMatchObject({ code: 0 })
    expect(server.stdout().replace(dataDir, 'DIR').split('\n')).toEqual([
      expect.stringMatching(/^ {2}creating a PostgreSQL database in DIR/),
      '  starting PostgreSQL',
      '  creating the tables',
      expect.stringMatching(/^ {2}administrator {2}admin@sallyport\.localhost$/),
      expect.stringMatching(/^ {2}password {7}\S{20} {2}\(shown only now/),
      expect.stringMatching(/^ {2}access token {3}.*admin\.pat$/),
      expect.stringMatching(/^ {2}login client {3}.*login-client\.pat$/),
      expect.stringMatching(/^Sallyport \S+ listens on http/),
      '',
    ])
  })

  it('later ones say where the tokens are that still exist, and which domain lost its instance or lacks https', async () => {
    rmSync(path.join(dataDir, 'login-client.pat'))
    const settings = { SALLYPORT_EXTERNAL_DOMAIN: 'login.example' }
    const server = await startServerProcess({ dataDir, settings })
    expect(await status(server.port)).toBe(200)
    server.child.stderr?.destroy()
    server.child.stdout?.destroy()
    await fetch(`http://localhost:${server.port}/debug/ready`)
    expect(await server.stop()).toMatchObject({ code: 0 })
    expect(server.stdout()).toMatch(/^Sallyport \S+ listens on \S+\n {2}access token {3}\S+admin\.pat\n$/)
    expect(server.stderr()).toMatch(
      /SALLYPORT_EXTERNAL_DOMAIN is login\.example, which is no domain of an instance: .*set it back to localhost, or add the domain/,
    )
    expect(server.stderr()).toMatch(/login\.example without https: .*SALLYPORT_EXTERNAL_SECURE=true/)
  })

  it('without the master key are refused, and no new key is made', async () => {
    const key = path.join(dataDir, 'masterkey')
    renameSync(key, `${key}.away`)
    for (const command of [['start'], ['log', 'verify'], ['masterkey', 'rotate']]) {
      const { code, stderr } = await runCommand({ dataDir }, ...command)
      expect(code).toBe(1)
      expect(stderr).toMatch(
        /^sallyport: \S+masterkey: the master key is missing, .*; restore the file from a backup/,
      )
      expect(existsSync(key)).toBe(false)
    }
    renameSync(`${key}.away`, key)
    expect(readFileSync(key, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
  })
})

it('a first start whose tokens would have expired creates nothing, and names the setting', async () => {
  const other = makeDataDir()
  const settings = { SALLYPORT_FIRST_INSTANCE_PAT_EXPIRATION: '2020-01-01T00:00:00Z' }
  const { code, stderr } = await runCommand({ dataDir: other, settings }, 'start')
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(
      /^sallyport: SALLYPORT_FIRST_INSTANCE_PAT_EXPIRATION: .*; choose a later date, or leave it out\n$/,
    ),
  })
  const server = await startServerProcess({ dataDir: other })
  expect(await server.stop()).toMatchObject({ code: 0 })
  expect(server.stdout()).toMatch(/^ {2}password {7}\S{20}/m)
  const later = await startServerProcess({ dataDir: other, settings })
  expect(await later.stop(), 'later starts create nothing that expires').toMatchObject({ code: 0 })
  removeDataDir(other)
})
