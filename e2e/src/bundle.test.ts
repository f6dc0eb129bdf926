import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestOf, freshBundle } from '../../server/src/bundle.js'
import { startMailServer } from '../../server/src/features/notifications/testing/mailServer.ts'
import {
  makeDataDir,
  readToken,
  removeDataDir,
  runCommand,
  type ServerProcess,
  startServerProcess,
} from './serverProcess.ts'

const root = new URL('../../', import.meta.url)

describe('a bundle', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sallyport-bundle-'))
  const checkout = pathToFileURL(`${folder}/`)
  const write = (file: string, text: string) => writeFileSync(path.join(folder, file), text)
  const stamp = (digest: string) =>
    write('server/dist/stamp.json', JSON.stringify({ digest, files: ['a.ts', 'b.ts'] }))

  beforeAll(() => {
    mkdirSync(path.join(folder, 'server/dist'), { recursive: true })
    write('a.ts', 'one')
    write('b.ts', 'two')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('serves as long as its files are as they were when it was made', () => {
    expect(freshBundle(checkout)).toBeUndefined()
    stamp(digestOf(checkout, ['a.ts', 'b.ts']))
    expect(freshBundle(checkout)).toBe(new URL('server/dist/commandLine.js', checkout).href)
    write('b.ts', 'twos')
    expect(freshBundle(checkout)).toBeUndefined()
    write('b.ts', 'two')
    expect(freshBundle(checkout)).toBeDefined()
    rmSync(path.join(folder, 'a.ts'))
    expect(freshBundle(checkout)).toBeUndefined()
    write('server/dist/stamp.json', '{"dig')
    expect(freshBundle(checkout)).toBeUndefined()
  })
})

describe('a server that runs from its bundle', () => {
  const dataDir = makeDataDir()
  let server: ServerProcess
  const api = async (route: string, body?: unknown) => {
    const [method = '', target = ''] = route.split(' ')
    const response = await fetch(server.url + target, {
      method,
      headers: { authorization: `Bearer ${readToken(dataDir)}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, json: (await response.json()) as Record<string, unknown> }
  }

  beforeAll(async () => {
    const builder = fileURLToPath(new URL('scripts/buildServer.ts', root))
    expect(spawnSync(process.execPath, [builder], { stdio: 'inherit' }).status).toBe(0)
    expect(freshBundle(root)).toBeDefined()
    server = await startServerProcess({ dataDir, settings: { SALLYPORT_OUTBOUND_ALLOW: '127.0.0.1' } })
  }, 180_000)
  afterAll(() => removeDataDir(dataDir))

  test('counts as made of its sources, the versions of its packages, and the program that bundles it', () => {
    const { files } = JSON.parse(readFileSync(new URL('server/dist/stamp.json', root), 'utf8'))
    expect(files).toEqual(
      expect.arrayContaining(['package-lock.json', 'scripts/buildServer.ts', 'server/src/commandLine.ts']),
    )
  })

  test('is of ASCII alone, of which the engine keeps one byte for each character', () => {
    const folder = fileURLToPath(new URL('server/dist/', root))
    const files = readdirSync(folder).filter((name) => name.endsWith('.js'))
    expect(files).toContain('commandLine.js')
    for (const name of files)
      expect(readFileSync(path.join(folder, name), 'latin1')).not.toMatch(/[^\0-\x7f]/)
  })

  test('has what lies beside its sources: styles of pages, the API reference and its examples, the console', async () => {
    const page = await (await fetch(`${server.url}/ui/v2/login/loginname`)).text()
    const [, style = ''] = /<link rel="stylesheet" href="([^"]+)"/.exec(page) ?? []
    const styles = await fetch(new URL(style, server.url))
    expect([styles.status, styles.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
    const documents = await fetch(`${server.url}/openapi.json`)
    expect(documents.status).toBe(200)
    expect(await documents.text()).toContain('ListAuthenticationFactors')
    expect((await fetch(`${server.url}/docs/swagger-ui-bundle.js`)).status).toBe(200)
    expect((await fetch(`${server.url}/ui/console`)).status).toBe(200)
  })

  test('checks an imported hash on a thread, sends mail, and begins a passkey', async () => {
    const mail = await startMailServer()
    const { json: provider } = await api('POST /admin/v1/email/smtp', {
      senderAddress: 'login@sallyport.localhost',
      senderName: 'Sallyport',
      host: mail.host,
    })
    expect((await api(`POST /admin/v1/email/${provider['id']}/_activate`, {})).status).toBe(200)
    const { status, json: added } = await api('POST /v2/users/human', {
      username: 'ada',
      profile: { givenName: 'Ada', familyName: 'Lovelace' },
      email: { email: 'ada@example.test', sendCode: {} },
      phone: { phone: '+41 79 123 45 67', isVerified: true },
      hashedPassword: {
        hash: '$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.',
      },
    })
    expect(status).toBe(200)
    const checks = (password: string) => ({ checks: { user: { loginName: 'ada' }, password: { password } } })
    expect((await api('POST /v2/sessions', checks('Goodbye world!'))).status).toBe(400)
    expect((await api('POST /v2/sessions', checks('Hello world!'))).status).toBe(201)
    await expect
      .poll(() => mail.mails.map(({ to }) => to), { timeout: 30_000 })
      .toEqual([['ada@example.test']])
    const passkey = await api(`POST /v2/users/${added['userId']}/passkeys`, { domain: 'localhost' })
    expect(passkey.json['publicKeyCredentialCreationOptions']).toBeDefined()
    await mail.close()
  })

  test('ends cleanly, and its commands prove the log', async () => {
    expect(await server.stop()).toMatchObject({ code: 0 })
    const { code, stdout } = await runCommand({ dataDir }, 'log', 'verify')
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('no findings') })
  })
})
