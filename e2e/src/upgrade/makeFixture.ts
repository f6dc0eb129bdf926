import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { makeDataDir, readToken, startServerProcess } from '../serverProcess.ts'
import { populate } from './population.ts'

/**
 * Writes the data of the current version into `e2e/fixtures/<version>`, for `upgrade.test.ts` of all later ones:
 *
 *     node e2e/src/upgrade/makeFixture.ts postgres://user:password@host/empty_database
 *
 * Needs an empty database and a `pg_dump` that fits its server. Run once a release, never for a released one again.
 */
const [databaseUrl = ''] = process.argv.slice(2)
const { version } = JSON.parse(
  readFileSync(new URL('../../../server/package.json', import.meta.url), 'utf8'),
) as { version: string }
const masterKey = randomBytes(32).toString('hex')
const server = await startServerProcess({
  dataDir: makeDataDir(),
  settings: { SALLYPORT_DATABASE_URL: databaseUrl, SALLYPORT_MASTERKEY: masterKey },
})
const adminToken = readToken(server.dataDir)
const origin = server.url

const population = await populate(async (method, target, body) => {
  const [path = '', orgId] = target.split('#')
  const response = await fetch(origin + path, {
    method,
    headers: {
      authorization: `Bearer ${adminToken}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(orgId === undefined ? {} : { 'x-zitadel-orgid': orgId }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${target}: ${response.status} ${await response.text()}`)
  return (await response.json()) as never
}, origin)
await server.stop()

const folder = new URL(`../../fixtures/${version}/`, import.meta.url)
mkdirSync(folder, { recursive: true })
const dump = execFileSync('pg_dump', ['--inserts', '--no-owner', '--no-privileges', databaseUrl], {
  maxBuffer: 1 << 28,
})
writeFileSync(new URL('dump.sql.gz', folder), gzipSync(dump, { level: 9 }))
writeFileSync(
  new URL('population.json', folder),
  `${JSON.stringify({ version, masterKey, adminToken, ...population }, null, 2)}\n`,
)
