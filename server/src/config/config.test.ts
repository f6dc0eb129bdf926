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

test.each([
  ['Login.Example.com.', 'login.example.com'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['192.0.2.7', '192.0.2.7'],
  ['LOCALHOST', 'localhost'],
])('the external domain %s is %s, as hosts of requests are compared', (given, domain) => {
  const { externalDomain, firstInstance } = load({ SALLYPORT_EXTERNAL_DOMAIN: given })
  expect(externalDomain).toBe(domain)
  expect(firstInstance.adminUsername).toBe(`admin@sallyport.${domain}`)
})

test.each([
  'https://login.example',
  'login.example:8080',
  '[::1]',
  'a_b.example',
  '..',
  '127.1',
  'example.123',
])('%s is no external domain', (given) => {
  expect(() => load({ SALLYPORT_EXTERNAL_DOMAIN: given })).toThrow(
    'SALLYPORT_EXTERNAL_DOMAIN: must be a host name or an IPv4 address',
  )
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

function fileOf(text: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'sallyport-')), 'settings.env')
  writeFileSync(file, text)
  return file
}

test('the environment wins over the file', () => {
  const file = fileOf('SALLYPORT_PORT=1234\nSALLYPORT_FIRST_INSTANCE_NAME="Acme Corp"\n')
  const config = load({ SALLYPORT_PORT: '4321' }, file)
  expect(config.port).toBe(4321)
  expect(config.firstInstance.name).toBe('Acme Corp')
})

test.each([
  [{ SALLYPORT_PORT: 'http' }, 'SALLYPORT_PORT'],
  [{ SALLYPORT_PORT: '70000' }, 'SALLYPORT_PORT: give a whole number from 0 to 65535'],
  [
    { SALLYPORT_DATABASE_CONNECTIONS: '4.5' },
    'SALLYPORT_DATABASE_CONNECTIONS: give a whole number from 4 to 500',
  ],
  [{ SALLYPORT_EXTERNAL_SECURE: 'yes' }, 'SALLYPORT_EXTERNAL_SECURE'],
  [{ SALLYPORT_MASTERKEY: 'short' }, 'SALLYPORT_MASTERKEY'],
  [
    { SALLYPORT_TRUSTED_PROXIES: 'loopback,proxy.example' },
    'SALLYPORT_TRUSTED_PROXIES: must be a list of addresses',
  ],
  [{ SALLYPORT_TRUSTED_PROXIES: '10.0.0.0/33' }, 'SALLYPORT_TRUSTED_PROXIES'],
  [{ SALLYPORT_OUTBOUND_ALLOW: 'http://relay' }, 'SALLYPORT_OUTBOUND_ALLOW: must be a list of host names'],
  [{ SALLYPORT_OUTBOUND_ALLOW: 'relay,10.0.0.0/99' }, 'SALLYPORT_OUTBOUND_ALLOW'],
  [{ SALLYPORT_DATABASE_URL: 'mysql://x' }, 'SALLYPORT_DATABASE_URL: must be postgres://'],
  [{ SALLYPORT_DATABASE_URL: 'postgres://sallyport:pa#ss@db:5432/sallyport' }, 'percent-encoded'],
  [{ SALLYPORT_DATABASE_URL: 'postgres://sallyport:pa/ss@db:5432/sallyport' }, 'percent-encoded'],
  [{ SALLYPORT_DATABASE_URL: 'postgres://sallyport:p@t/1@db:5432/sallyport' }, 'percent-encoded'],
  [{ SALLYPORT_DATABASE_URL: 'postgres://sallyport:12?s@db:5432/sallyport' }, 'percent-encoded'],
  [{ SALLYPORT_DATABASE_URL: 'postgres://sallyport:12?s=t@db:5432/sallyport' }, 'percent-encoded'],
  [{ SALLYPORT_DATABASE_URL: 'postgres://sallyport:12#s@db:5432/sallyport' }, 'percent-encoded'],
  [{ SALLYPORT_DATABASE_URL: 'host=db dbname=sallyport' }, 'SALLYPORT_DATABASE_URL: must be postgres://'],
  [{ SALLYPORT_DATABASE_URL: 'postgres://x/y' }, 'SALLYPORT_MASTERKEY'],
  [{ SALLYPORT_TLS_CERT: '/nowhere' }, 'SALLYPORT_TLS_KEY'],
  [{ SALLYPORT_SYSTEM_API_USERS: '{' }, 'SALLYPORT_SYSTEM_API_USERS'],
  [{ SALLYPORT_SYSTEM_API_USERS: '{"a":{}}' }, 'keyData or path'],
  [{ SALLYPORT_SYSTEM_API_USERS: '{"login":{"keyData":"AA=="}}' }, 'choose another name'],
  [{ SALLYPORT_PROT: '1' }, 'SALLYPORT_PROT'],
])('a wrong setting is named: %j', (environment, named) => {
  expect(() => load(environment as Record<string, string>)).toThrow(ConfigError)
  expect(() => load(environment as Record<string, string>)).toThrow(named)
})

test('every wrong setting is named at once, of the environment and the file', () => {
  const environment = {
    SALLYPORT_PORT: 'http',
    SALLYPORT_PROT: '1',
    SALLYPORT_HOTS: '::',
    SALLYPORT_TLS_CERT: '/nowhere/cert',
    SALLYPORT_CLIENT_CA_FILE: '/nowhere/ca',
    SALLYPORT_CAPTCHA_SITE_KEY: 'site',
    SALLYPORT_SYSTEM_API_USERS: '{"login":{"keyData":"AA=="},"root":{"keyData":"AA=="}}',
    SALLYPORT_DATABASE_URL: 'postgres://x/y',
    SALLYPORT_LOG_LEVEL: '',
  }
  const problemsOf = (text: string, set: Record<string, string>) => {
    try {
      load(set, fileOf(text))
    } catch (error) {
      return error instanceof ConfigError ? error.message.split('\n') : [String(error)]
    }
    return []
  }
  const named = (problems: readonly string[]) => problems.map((text) => text.split(/: | and /)[0])
  expect(named(problemsOf('SALLYPORT_LOG_LEVEL=loud\n', environment)).sort()).toEqual([
    'SALLYPORT_CAPTCHA_PROVIDER',
    'SALLYPORT_CAPTCHA_PROVIDER',
    'SALLYPORT_CLIENT_CA_FILE',
    'SALLYPORT_HOTS',
    'SALLYPORT_LOG_LEVEL',
    'SALLYPORT_MASTERKEY',
    'SALLYPORT_PORT',
    'SALLYPORT_PROT',
    'SALLYPORT_SYSTEM_API_USERS',
    'SALLYPORT_SYSTEM_API_USERS',
    'SALLYPORT_TLS_CERT',
    'SALLYPORT_TLS_CERT',
  ])

  const wrong = { SALLYPORT_MASTERKEY: 'short', SALLYPORT_CAPTCHA_PROVIDER: 'none' }
  const others = { SALLYPORT_DATABASE_URL: 'postgres://x/y', SALLYPORT_CAPTCHA_SITE_KEY: 'site' }
  expect(named(problemsOf('', { ...wrong, ...others })).sort(), 'no rule judges a wrong value').toEqual(
    Object.keys(wrong).sort(),
  )

  const lines = ['hidden', "SALLYPORT_HOST='a'b'", 'SALLYPORT_PORT=x', 'SALLYPORT_MASTERKEY="hidden']
  const unread = problemsOf(lines.join('\n'), { SALLYPORT_DATABASE_URL: 'postgres://x/y' })
  expect(unread.join('\n')).not.toContain('hidden')
  expect(unread.map((text) => /line \d|SALLYPORT_PORT/.exec(text)?.[0])).toEqual([
    'line 1',
    'line 2',
    'line 4',
    'SALLYPORT_PORT',
  ])
})

test('a system user without memberships owns the system', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const keyData = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })).toString('base64')
  const config = load({ SALLYPORT_SYSTEM_API_USERS: JSON.stringify({ root: { keyData } }) })
  expect(config.systemUsers.get('root')?.memberships).toEqual([
    { memberType: 'System', roles: ['SYSTEM_OWNER'] },
  ])
})

test('variables that Kubernetes sets for Services named sallyport… are ignored, in every form that it documents', () => {
  const config = load(
    {
      SALLYPORT_PORT: 'tcp://10.96.0.12:8080',
      SALLYPORT_SERVICE_HOST: '10.96.0.12',
      SALLYPORT_SERVICE_PORT: '8080',
      SALLYPORT_SERVICE_PORT_HTTP: '8080',
      SALLYPORT_PORT_8080_TCP: 'tcp://10.96.0.12:8080',
      SALLYPORT_PORT_8080_TCP_PROTO: 'tcp',
      SALLYPORT_PORT_8080_TCP_PORT: '8080',
      SALLYPORT_PORT_8080_TCP_ADDR: '10.96.0.12',
      SALLYPORT_DB_PORT: 'tcp://10.96.0.13:5432',
      SALLYPORT_DB_SERVICE_HOST: '10.96.0.13',
      SALLYPORT_EXTERNAL_PORT: 'tcp://10.96.0.14:80',
    },
    fileOf('SALLYPORT_PORT=9000\n'),
  )
  expect(config).toMatchObject({ port: 9000, externalPort: 9000, externalPortSet: false })
  expect(() => load({}, fileOf('SALLYPORT_PORT=tcp://10.96.0.12:8080\n'))).toThrow('SALLYPORT_PORT')
})

test('a value in the file keeps #, quotes, spaces and line breaks; a byte order mark is skipped', () => {
  const lines = [
    '\uFEFF# settings',
    'SALLYPORT_FIRST_INSTANCE_ADMIN_PASSWORD=pass#word"1',
    'SALLYPORT_FIRST_INSTANCE_NAME="Acme #1 \\"Corp\\"" # a comment',
    "export SALLYPORT_FIRST_INSTANCE_ORG_NAME='Acme\\n #2'",
    'SALLYPORT_PORT = 1234 # a comment',
    'SALLYPORT_SYSTEM_API_USERS="{',
    '}"',
  ]
  for (const end of ['\n', '\r\n']) {
    const config = load({}, fileOf(lines.join(end)))
    expect(config.port).toBe(1234)
    expect(config.firstInstance).toMatchObject({
      adminPassword: 'pass#word"1',
      name: 'Acme #1 "Corp"',
      orgName: 'Acme\\n #2',
    })
  }
})

test.each([
  ['SALLYPORT_PORT=1\nhidden-word\n', 'line 2 is not NAME=value'],
  [
    'SALLYPORT_FIRST_INSTANCE_NAME="hidden-word\n',
    'line 1: the value of SALLYPORT_FIRST_INSTANCE_NAME does not end',
  ],
  [
    "SALLYPORT_FIRST_INSTANCE_NAME='hidden'word'\n",
    'line 1: the value of SALLYPORT_FIRST_INSTANCE_NAME does not end',
  ],
])('a line that cannot be read is named, its text is not: %j', (text, message) => {
  expect(() => load({}, fileOf(text))).toThrow(message)
  expect(() => load({}, fileOf(text))).not.toThrow(/hidden/)
})

test('an empty value is a value where the README says so, and not set elsewhere', () => {
  const file = fileOf('SALLYPORT_TOTP_ISSUER=Acme\nSALLYPORT_TRUSTED_PROXIES=loopback\nSALLYPORT_PORT=1234\n')
  const config = load({ SALLYPORT_TOTP_ISSUER: '', SALLYPORT_TRUSTED_PROXIES: '', SALLYPORT_PORT: '' }, file)
  expect(config.totpIssuer).toBe('')
  expect(config.trustedProxies('127.0.0.1', 0)).toBe(false)
  expect(config.port).toBe(1234)
  expect(load({}, fileOf('SALLYPORT_TOTP_ISSUER=\n')).totpIssuer).toBe('')
})

test('the retention of dead streams is that of what expired, or set for all types or single ones', () => {
  const days = (settings: Record<string, string>) => {
    const { auditRetention, retentionDays } = load(settings)
    return ['session', 'oidc_session'].map((type) => auditRetention(type, retentionDays))
  }
  expect(days({})).toEqual([30, 30])
  expect(days({ SALLYPORT_RETENTION_DAYS: '7' })).toEqual([7, 7])
  expect(days({ SALLYPORT_AUDIT_RETENTION_DAYS: '90' })).toEqual([90, 90])
  expect(days({ SALLYPORT_AUDIT_RETENTION_DAYS: '90, oidc_session=2' })).toEqual([90, 2])
  for (const text of ['0', '-1', 'user=30', 'session', 'session=x', '100000'])
    expect(() => days({ SALLYPORT_AUDIT_RETENTION_DAYS: text })).toThrow('SALLYPORT_AUDIT_RETENTION_DAYS')
})

const captcha = {
  SALLYPORT_CAPTCHA_PROVIDER: 'turnstile',
  SALLYPORT_CAPTCHA_SITE_KEY: 'site',
  SALLYPORT_CAPTCHA_SECRET: 'secret',
}

test('a CAPTCHA has a provider, a site key and a secret, which may be in a file', () => {
  expect(load({}).captcha).toBeUndefined()
  expect(load(captcha).captcha).toMatchObject({ provider: 'turnstile', siteKey: 'site', secret: 'secret' })
  const { SALLYPORT_CAPTCHA_SECRET: _, ...rest } = captcha
  expect(load({ ...rest, SALLYPORT_CAPTCHA_SECRET_FILE: fileOf('from-file\n') }).captcha?.secret).toBe(
    'from-file',
  )
  expect(() => load(rest)).toThrow('SALLYPORT_CAPTCHA_SECRET_FILE')
  expect(() => load({ SALLYPORT_CAPTCHA_SITE_KEY: 'site' })).toThrow('SALLYPORT_CAPTCHA_PROVIDER: required')
  expect(() => load({ ...rest, SALLYPORT_CAPTCHA_SECRET_FILE: '/nowhere' })).toThrow('cannot read /nowhere')
})

test('budgets are multiplied by a number, or off', () => {
  expect(load({}).rateLimits).toBe(1)
  expect(load({ SALLYPORT_RATE_LIMITS: '2.5' }).rateLimits).toBe(2.5)
  expect(load({ SALLYPORT_RATE_LIMITS: 'off' }).rateLimits).toBe('off')
  for (const wrong of ['0', '-1', 'on', '1001']) {
    expect(() => load({ SALLYPORT_RATE_LIMITS: wrong })).toThrow(
      'SALLYPORT_RATE_LIMITS: must be off or a number',
    )
  }
})
