import { once } from 'node:events'
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testCertificate } from '../http/testCertificate.ts'
import { checkServer } from './checkServer.ts'
import { DatabaseUrlError } from './connectionConfig.ts'
import { ConnectionFailure } from './connectionFailure.ts'
import { type Database, openDatabase } from './database.ts'
import { chooseAccount } from './embedded/account.ts'
import { type Embedded, startEmbedded } from './embedded.ts'

const quiet = { debug: () => undefined, warn: () => undefined, error: () => undefined }
const database = '/postgres'
/** An address that the certificate does not name. */
const otherName = '127.0.0.2'
let dataDir: string
let embedded: Embedded
let port: number
let secret: string
let authority: string

/** One PostgreSQL with TLS on a port of the loopback; its certificate is for localhost and 127.0.0.1, and signs itself. */
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'sallyport-tls-'))
  port = await freePort()
  authority = path.join(dataDir, 'server.crt')
  const key = path.join(dataDir, 'server.key')
  await writeFile(authority, testCertificate.cert)
  await writeFile(key, testCertificate.key, { mode: 0o600 })
  const { user } = chooseAccount(dataDir)
  if (user !== undefined) for (const file of [authority, key]) await chown(file, user.uid, user.gid)
  const listen = { listen_addresses: `127.0.0.1,${otherName}`, port: `${port}` }
  const tls = { ssl: 'on', ssl_cert_file: authority, ssl_key_file: key }
  embedded = await startEmbedded({ dataDir, logger: quiet, settings: { fsync: 'off', ...listen, ...tls } })
  secret = (await readFile(path.join(dataDir, 'postgres.password'), 'utf8')).trim()
})
afterAll(async () => {
  await embedded.stop()
  await rm(dataDir, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

interface Parts {
  readonly user?: string
  readonly password?: string
  readonly host?: string
  readonly port?: number
  readonly path?: string
  readonly query?: string
}

function urlOf(parts: Parts = {}): string {
  const { user = 'sallyport', password = secret, host = 'localhost', path = database, query = '' } = parts
  return `postgres://${user}:${password}@${host}:${parts.port ?? port}${path}?${query}`
}

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const opened = openDatabase({ url })
  try {
    return await work(opened)
  } finally {
    await opened.close()
  }
}

/** Whether the session of every kind of connection is encrypted. */
async function encrypted(url: string): Promise<readonly boolean[]> {
  return withDatabase(await checkServer(url), async ({ query, keyed, pipelined }) => {
    const used: boolean[] = []
    for (const run of [query, keyed, pipelined]) {
      const [row] = await run<{ ssl: boolean }>('select ssl from pg_stat_ssl where pid = pg_backend_pid()')
      used.push(row?.ssl === true)
    }
    return used
  })
}

it('PostgreSQL ends the sessions of a machine that has gone half a minute later', async () => {
  const settings = await withDatabase(urlOf(), ({ query, keyed, pipelined }) => {
    const setting = (name: string) => `current_setting('tcp_keepalives_${name}')::int`
    const read = `select ${setting('idle')} + ${setting('interval')} * ${setting('count')} as seconds`
    return Promise.all([query, keyed, pipelined].map((run) => run(read)))
  })
  expect(settings.flat()).toEqual([{ seconds: 30 }, { seconds: 30 }, { seconds: 30 }])
})

describe('sslmode means what it means to libpq', () => {
  it.each([
    ['', true],
    ['sslmode=disable', false],
    ['sslmode=allow', false],
    ['sslmode=prefer', true],
    ['sslmode=require', true],
  ])('%j accepts a certificate that signs itself; encrypted: %j', async (query, expected) => {
    expect(await encrypted(urlOf({ query }))).toEqual([expected, expected, expected])
  })

  it('a root certificate is verified, the name by verify-full only', async () => {
    const root = `sslrootcert=${encodeURIComponent(authority)}`
    const url = (mode: string, host: string) => urlOf({ host, query: `sslmode=${mode}&${root}` })
    for (const [mode, host] of [
      ['require', otherName],
      ['verify-ca', otherName],
      ['verify-full', 'localhost'],
      ['verify-full', '127.0.0.1'],
    ] as const) {
      expect(await encrypted(url(mode, host)), `${mode} ${host}`).toEqual([true, true, true])
    }
    await expect(checkServer(url('verify-full', otherName))).rejects.toThrow(
      /the TLS certificate of 127\.0\.0\.2:\d+ is for another name; connect by a name in it, or use sslmode=verify-ca/,
    )
  })

  it('an unknown authority is refused by verify-full, and the message names sslrootcert', async () => {
    await expect(checkServer(urlOf({ query: 'sslmode=verify-full' }))).rejects.toThrow(
      /is not signed by a known authority \(DEPTH_ZERO_SELF_SIGNED_CERT\); name the authority with sslrootcert=FILE/,
    )
  })

  it.each([
    ['sslmode=verify-ca', 'sslmode=verify-ca needs the certificate of the authority; add sslrootcert=FILE'],
    ['sslmode=verify-full&sslrootcert=/nowhere', 'the file of sslrootcert cannot be read (ENOENT): /nowhere'],
    ['sslmode=sometimes', 'sslmode=sometimes is unknown; choose one of disable, allow'],
    ['pool_size=3', 'the parameter pool_size is unknown; remove it'],
  ])('%s is refused before anything connects', async (query, message) => {
    const refused = checkServer(urlOf({ query, host: 'nowhere.invalid' }))
    await expect(refused).rejects.toThrow(DatabaseUrlError)
    await expect(refused).rejects.toThrow(message)
  })
})

describe('a connection that fails says why, without the password', () => {
  const cases: readonly [string, () => Parts, string | RegExp][] = [
    [
      'a wrong password',
      () => ({ password: 'hidden-word' }),
      /^the password for role "sallyport" is wrong, or there is no such role; correct SALLYPORT_DATABASE_URL$/,
    ],
    [
      'an unknown role',
      () => ({ user: 'nobody', password: 'hidden-word' }),
      'the password for role "nobody" is wrong',
    ],
    ['an unknown database', () => ({ path: '/absent' }), 'there is no database "absent"; create it'],
    [
      'an unknown host',
      () => ({ host: 'db.invalid' }),
      'the host name db.invalid cannot be resolved; correct it',
    ],
    [
      'a closed port',
      () => ({ port: 1 }),
      'nothing accepts connections at localhost:1; start PostgreSQL there',
    ],
  ]
  it.each(cases)('%s, at the start', async (_, parts, message) => {
    const failure: unknown = await checkServer(urlOf(parts())).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ConnectionFailure)
    expect(failure).toMatchObject({ message: expect.stringMatching(message) })
    expect(String((failure as Error).stack)).not.toMatch(/hidden-word|\n/)
    expect((failure as Error).message).not.toContain(secret)
  })

  it('a port that speaks another protocol', async () => {
    const other = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    })
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    await expect(checkServer(urlOf({ port, query: 'sslmode=require' }))).rejects.toThrow(
      "does not speak PostgreSQL's protocol",
    )
    await expect(checkServer(urlOf({ port, query: 'sslmode=disable' }))).rejects.toThrow(
      /does not speak PostgreSQL's protocol|closed the connection/,
    )
    other.close()
  })

  it('while it runs: one log line for an outage, one for its end, and UNAVAILABLE for every statement', async () => {
    const lines: string[] = []
    const add = (_: unknown, message?: string) => lines.push(message ?? String(_))
    const role = 'leaving'
    await withDatabase(urlOf(), async (admin) => {
      await admin.query(`create role ${role} login password 'hidden-word'`)
      const url = urlOf({ user: role, password: 'hidden-word', query: 'sslmode=disable' })
      const used = openDatabase({ url, logger: { error: add, info: add } })
      await used.query('select 1')
      await admin.query(`alter role ${role} nologin`)
      await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [role])
      const unavailable = { refusal: { code: 'database.unavailable' } }
      for (let statements = 0; statements < 3; statements++) {
        await expect(used.query('select 1')).rejects.toMatchObject(unavailable)
      }
      await admin.query(`alter role ${role} login`)
      await used.query('select 1')
      await used.close()
      await admin.query(`drop role ${role}`)
    })
    expect(lines).toEqual([
      `the database is not available: the server refuses role "leaving": role "leaving" is not permitted to log in`,
      'the database is available again',
    ])
  })
})
