import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { ConfigError, loadConfig } from './config.ts'

const load = (environment: Record<string, string>, file?: string) => loadConfig({ environment, file })

test('without settings the defaults of the README hold', () => {
  const config = load({})
  expect(config).toMatchObject({
    port: 8080,
    externalDomain: 'localhost',
    externalPort: 8080,
    externalSecure: false,
    tls: undefined,
    databaseUrl: undefined,
    logFormat: 'json',
  })
  expect(config.firstInstance.adminUsername).toBe('admin@sallyport.localhost')
  expect(config.firstInstance.patPath).toBe(path.resolve('.sallyport/admin.pat'))
})

test('forwarded headers count for the proxies that are named', () => {
  expect(load({}).trustedProxies('127.0.0.1', 0)).toBe(false)
  const { trustedProxies } = load({ SALLYPORT_TRUSTED_PROXIES: 'loopback, private, 203.0.113.7' })
  for (const address of ['127.0.0.1', '::1', '192.168.3.4', '::ffff:10.0.0.1', '203.0.113.7']) {
    expect(trustedProxies(address, 0)).toBe(true)
  }
  for (const address of ['203.0.113.8', '', 'unix']) expect(trustedProxies(address, 0)).toBe(false)
})

test('private addresses are allowed by range and by host', () => {
  const { host, address } = load({
    SALLYPORT_OUTBOUND_ALLOW: 'relay.internal, 10.1.0.0/16, loopback',
  }).outboundAllow
  expect(['Relay.Internal', 'other.internal', 'loopback'].map(host)).toEqual([true, false, false])
  expect(['10.1.2.3', '10.2.0.0', '::1'].map(address)).toEqual([true, false, true])
  expect(load({}).outboundAllow.address('127.0.0.1')).toBe(false)
})

test('the environment wins over the file', () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'sallyport-')), 'settings.env')
  writeFileSync(file, 'SALLYPORT_PORT=1234\nSALLYPORT_FIRST_INSTANCE_NAME="Acme Corp"\n')
  const config = load({ SALLYPORT_PORT: '4321' }, file)
  expect(config.port).toBe(4321)
  expect(config.firstInstance.name).toBe('Acme Corp')
})

test.each([
  [{ SALLYPORT_PORT: 'http' }, 'SALLYPORT_PORT'],
  [{ SALLYPORT_PORT: '70000' }, 'SALLYPORT_PORT'],
  [{ SALLYPORT_EXTERNAL_SECURE: 'yes' }, 'SALLYPORT_EXTERNAL_SECURE'],
  [{ SALLYPORT_MASTERKEY: 'short' }, 'SALLYPORT_MASTERKEY'],
  [
    { SALLYPORT_TRUSTED_PROXIES: 'loopback,proxy.example' },
    'SALLYPORT_TRUSTED_PROXIES: must be a list of addresses',
  ],
  [{ SALLYPORT_TRUSTED_PROXIES: '10.0.0.0/33' }, 'SALLYPORT_TRUSTED_PROXIES'],
  [{ SALLYPORT_OUTBOUND_ALLOW: 'http://relay' }, 'SALLYPORT_OUTBOUND_ALLOW: must be a list of host names'],
  [{ SALLYPORT_OUTBOUND_ALLOW: 'relay,10.0.0.0/99' }, 'SALLYPORT_OUTBOUND_ALLOW'],
  [{ SALLYPORT_DATABASE_URL: 'mysql://x' }, 'SALLYPORT_DATABASE_URL'],
  [{ SALLYPORT_DATABASE_URL: 'postgres://x/y' }, 'SALLYPORT_MASTERKEY'],
  [{ SALLYPORT_TLS_CERT: '/nowhere' }, 'SALLYPORT_TLS_KEY'],
  [{ SALLYPORT_SYSTEM_API_USERS: '{' }, 'SALLYPORT_SYSTEM_API_USERS'],
  [{ SALLYPORT_SYSTEM_API_USERS: '{"a":{}}' }, 'keyData or path'],
  [{ SALLYPORT_PROT: '1' }, 'SALLYPORT_PROT'],
])('a wrong setting is named: %j', (environment, named) => {
  expect(() => load(environment as Record<string, string>)).toThrow(ConfigError)
  expect(() => load(environment as Record<string, string>)).toThrow(named)
})

test('a system user without memberships owns the system', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keyData = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })).toString('base64')
  const config = load({ SALLYPORT_SYSTEM_API_USERS: JSON.stringify({ root: { keyData } }) })
  expect(config.systemUsers.get('root')?.memberships).toEqual([
    { memberType: 'System', roles: ['SYSTEM_OWNER'] },
  ])
})
