import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { hostName } from '../kernel/text/hostName.ts'
import { type AndroidApps, androidApps } from './androidApps.ts'
import { type AuditRetention, auditRetention, mortalTypes } from './auditRetention.ts'
import { type CaptchaSettings, captchaSchema, captchaSettings } from './captchaSettings.ts'
import { attempt, refuseProblems } from './configError.ts'
import { injectedByKubernetes } from './injectedByKubernetes.ts'
import { type OutboundAllow, outboundAllow } from './outboundAllow.ts'
import { authoritiesOf, readPem } from './pemFiles.ts'
import { readSettings } from './readSettings.ts'
import { type SystemUser, systemUsersOf, systemUsersSetting } from './systemUsers.ts'
import { noProxies, type TrustedProxies, trustedProxies, withCertificateHeader } from './trustedProxies.ts'

export { ConfigError } from './configError.ts'

/** All settings of the server, parsed once at the start. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly externalDomain: string
  /** The port that clients use; the listening port unless set, 0 if that is chosen at random. */
  readonly externalPort: number
  /** True if `externalPort` was set, so that it overrides the port of a request's host. */
  readonly externalPortSet: boolean
  /** True if clients use https, by setting or because the server has a certificate. */
  readonly externalSecure: boolean
  readonly trustedProxies: TrustedProxies
  readonly outboundAllow: OutboundAllow
  readonly tls: { readonly cert: string; readonly key: string; readonly requestCert: boolean } | undefined
  /** PEM certificates of the authorities that issue clients' certificates (RFC 8705 §2.1). */
  readonly clientAuthorities: readonly string[]
  readonly databaseUrl: string | undefined
  readonly databaseConnections: number
  readonly dataDir: string
  readonly masterkey: string | undefined
  readonly firstInstance: FirstInstance
  readonly systemUsers: ReadonlyMap<string, SystemUser>
  readonly totpIssuer: string
  /** The days after which what has expired is removed. */
  readonly retentionDays: number
  /** The days for which a web key signs before another one takes over; undefined if that is left to administrators. */
  readonly webKeyRotationDays: number | undefined
  readonly auditRetention: AuditRetention
  /** The factor of all budgets of guesses, mails and anonymous requests. */
  readonly rateLimits: number | 'off'
  readonly captcha: CaptchaSettings | undefined
  readonly androidApps: AndroidApps
  /** The name with which the server greets mail servers (RFC 5321 §4.1.1.1). */
  readonly smtpHelo: string
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal'
  readonly logFormat: 'pretty' | 'json'
}

/** The settings of the instance that the first start on an empty database creates. */
export interface FirstInstance {
  readonly name: string
  readonly orgName: string
  readonly adminUsername: string
  readonly adminPassword: string | undefined
  readonly machineUsername: string
  readonly patPath: string
  readonly patExpiration: Date
  readonly loginClientPatPath: string
}

const whole = (least: number, most: number) => {
  const error = `give a whole number from ${least} to ${most}`
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error })
}
const port = whole(0, 65_535)
const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean),
)
const host = z.string().transform((text, context) => {
  const name = hostName(text)
  if (name !== undefined) return name
  context.addIssue({
    code: 'custom',
    message: 'must be a host name or an IPv4 address, without scheme and port',
  })
  return z.NEVER
})
const never = '9999-12-31T23:59:59Z'

const databaseUrlForm =
  'must be postgres://USER:PASSWORD@HOST:PORT/DATABASE; write reserved characters such as # / ? @ in name and password percent-encoded (%23 %2F %3F %40)'

const schema = z.object({
  SALLYPORT_PORT: port.default(8080),
  SALLYPORT_HOST: z.string().min(1).default('::'),
  SALLYPORT_EXTERNAL_DOMAIN: host.default('localhost'),
  SALLYPORT_EXTERNAL_PORT: port.optional(),
  SALLYPORT_EXTERNAL_SECURE: flag.default(false),
  SALLYPORT_TRUSTED_PROXIES: list
    .transform(
      compiled(trustedProxies, 'must be a list of addresses, CIDR ranges, loopback, private and linklocal'),
    )
    .default(() => noProxies),
  SALLYPORT_OUTBOUND_ALLOW: list
    .transform(
      compiled(
        outboundAllow,
        'must be a list of host names, addresses, CIDR ranges, loopback, private and linklocal',
      ),
    )
    .default(() => outboundAllow([])),
  SALLYPORT_TLS_CERT: z.string().min(1).optional(),
  SALLYPORT_TLS_KEY: z.string().min(1).optional(),
  SALLYPORT_TLS_CLIENT_CERTIFICATES: flag.default(false),
  SALLYPORT_CLIENT_CERT_HEADER: z
    .string()
    .regex(/^[\w-]+$/, 'must be the name of a header')
    .optional(),
  SALLYPORT_CLIENT_CA_FILE: z.string().min(1).optional(),
  SALLYPORT_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: databaseUrlForm })
    .refine(endsAtDatabase, databaseUrlForm)
    .optional(),
  SALLYPORT_DATABASE_CONNECTIONS: whole(4, 500).default(10),
  SALLYPORT_DATA_DIR: z.string().min(1).default('.sallyport'),
  SALLYPORT_MASTERKEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'must have 64 hexadecimal digits (32 bytes)')
    .optional(),
  SALLYPORT_FIRST_INSTANCE_NAME: z.string().trim().min(1).default('Sallyport'),
  SALLYPORT_FIRST_INSTANCE_ORG_NAME: z.string().trim().min(1).default('Sallyport'),
  SALLYPORT_FIRST_INSTANCE_ADMIN_USERNAME: z.string().trim().min(1).optional(),
  SALLYPORT_FIRST_INSTANCE_ADMIN_PASSWORD: z.string().min(1).optional(),
  SALLYPORT_FIRST_INSTANCE_MACHINE_USERNAME: z.string().trim().min(1).default('admin'),
  SALLYPORT_FIRST_INSTANCE_PAT_PATH: z.string().min(1).optional(),
  SALLYPORT_FIRST_INSTANCE_PAT_EXPIRATION: z.iso.datetime({ offset: true }).default(never),
  SALLYPORT_FIRST_INSTANCE_LOGIN_CLIENT_PAT_PATH: z.string().min(1).optional(),
  SALLYPORT_SYSTEM_API_USERS: systemUsersSetting,
  SALLYPORT_TOTP_ISSUER: z.string().default('Sallyport'),
  SALLYPORT_WEB_KEY_ROTATION_DAYS: whole(1, 3_650).optional(),
  SALLYPORT_RETENTION_DAYS: whole(1, 36_500).default(30),
  SALLYPORT_AUDIT_RETENTION_DAYS: list
    .transform(
      compiled(auditRetention, `must be a number of days, or TYPE=DAYS for ${mortalTypes.join(', ')}`),
    )
    .default(() => auditRetention([])),
  SALLYPORT_RATE_LIMITS: z
    .string()
    .transform((text) => (text === 'off' ? text : Number(text)))
    .refine(
      (given) => given === 'off' || (given >= 0.01 && given <= 1000),
      'must be off or a number from 0.01 to 1000',
    )
    .default(1),
  ...captchaSchema,
  SALLYPORT_ANDROID_APPS: list
    .transform(compiled(androidApps, 'must be a list of RELYING_PARTY_ID=android:apk-key-hash:HASH'))
    .default(() => androidApps([])),
  SALLYPORT_SMTP_HELO: z
    .string()
    .regex(
      /^([a-z\d]([a-z\d.-]*[a-z\d])?|\[[\da-f.:]+\]|\[IPv6:[\da-f.:]+\])$/i,
      'must be a host name or [ADDRESS]',
    )
    .optional(),
  /** Read by `kernel/fastPaths.ts` from the environment only. */
  SALLYPORT_FAST_PATHS: z.enum(['on', 'off']).default('on'),
  SALLYPORT_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal']).default('info'),
  SALLYPORT_LOG_FORMAT: z.enum(['pretty', 'json']).optional(),
})

/**
 * Whether nothing of the user and password is left behind the host: a reserved character in them ends the host early, and what follows
 * would be shown as the name of a host, database or parameter.
 */
function endsAtDatabase(text: string): boolean {
  const url = URL.parse(text)
  if (url === null) return true
  const names = [...url.searchParams.keys()]
  const holdsAddress = /@[^&]*\//.test(url.search)
  return url.hash === '' && !holdsAddress && ![url.pathname, ...names].some((part) => part.includes('@'))
}

function compiled<T>(compile: (entries: readonly string[]) => T, message: string) {
  return (entries: readonly string[], context: z.RefinementCtx): T => {
    try {
      return compile(entries)
    } catch {
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
  }
}

type Settings = z.infer<typeof schema>

/** What settings demand of others. A rule is not judged if one of those that it is about is wrong by itself. */
const rules: readonly {
  readonly about: readonly (keyof Settings)[]
  readonly isBroken: (settings: Settings) => boolean
  readonly problem: string
}[] = [
  {
    about: ['SALLYPORT_TLS_CERT', 'SALLYPORT_TLS_KEY'],
    isBroken: (given) => (given.SALLYPORT_TLS_CERT === undefined) !== (given.SALLYPORT_TLS_KEY === undefined),
    problem: 'SALLYPORT_TLS_CERT and SALLYPORT_TLS_KEY: set both or neither',
  },
  {
    about: ['SALLYPORT_DATABASE_URL', 'SALLYPORT_MASTERKEY'],
    isBroken: (given) =>
      given.SALLYPORT_DATABASE_URL !== undefined && given.SALLYPORT_MASTERKEY === undefined,
    problem:
      'SALLYPORT_MASTERKEY: required with SALLYPORT_DATABASE_URL; generate one with: openssl rand -hex 32',
  },
  {
    about: ['SALLYPORT_CLIENT_CERT_HEADER', 'SALLYPORT_TRUSTED_PROXIES'],
    isBroken: (given) =>
      given.SALLYPORT_CLIENT_CERT_HEADER !== undefined && given.SALLYPORT_TRUSTED_PROXIES === noProxies,
    problem:
      'SALLYPORT_CLIENT_CERT_HEADER: counts from trusted proxies only; set SALLYPORT_TRUSTED_PROXIES, or remove it',
  },
  {
    about: ['SALLYPORT_TLS_CLIENT_CERTIFICATES', 'SALLYPORT_TLS_CERT'],
    isBroken: (given) => given.SALLYPORT_TLS_CLIENT_CERTIFICATES && given.SALLYPORT_TLS_CERT === undefined,
    problem:
      'SALLYPORT_TLS_CLIENT_CERTIFICATES: needs SALLYPORT_TLS_CERT and SALLYPORT_TLS_KEY; behind a proxy set SALLYPORT_CLIENT_CERT_HEADER',
  },
]

/**
 * Reads the settings from the file (lines of `NAME=value`) and the environment, which overrides the file. Throws `ConfigError`, which says
 * all that is wrong with them.
 */
export function loadConfig(options: {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly file?: string | undefined
  readonly terminal?: boolean
}): Config {
  const file = options.file === undefined ? { settings: {}, problems: [] } : settingsOf(options.file)
  const given = { ...file.settings, ...environmentSettings(options.environment) }
  const { settings, wrong, problems } = valuesOf(given)
  problems.unshift(...file.problems, ...unknownIn(given))
  // What cannot be read may be what a rule asks for.
  const canJudge = (names: readonly string[]) =>
    file.problems.length === 0 && !names.some((name) => wrong.has(name))
  for (const { about, isBroken, problem } of rules) {
    if (canJudge(about) && isBroken(settings)) problems.push(problem)
  }
  const captcha = canJudge(Object.keys(captchaSchema))
    ? attempt(problems, () => captchaSettings(settings))
    : undefined
  const files = readFiles(settings, problems)
  refuseProblems(problems)
  return toConfig(settings, { ...files, captcha, terminal: options.terminal ?? false })
}

/** Returns the values of the settings, with the defaults in place of wrong ones. */
function valuesOf(given: Readonly<Record<string, string>>): {
  readonly settings: Settings
  readonly wrong: ReadonlySet<string>
  readonly problems: string[]
} {
  const parsed = schema.safeParse(given)
  if (parsed.success) return { settings: parsed.data, wrong: new Set(), problems: [] }
  const { issues } = parsed.error
  const wrong = new Set(issues.map(({ path: [name] }) => String(name)))
  const others = Object.entries(given).filter(([name]) => !wrong.has(name))
  return { settings: schema.parse(Object.fromEntries(others)), wrong, problems: issues.map(describe) }
}

/** Reads the files that settings name. */
function readFiles(settings: Settings, problems: string[]) {
  const pem = (name: 'SALLYPORT_TLS_CERT' | 'SALLYPORT_TLS_KEY') => {
    const file = settings[name]
    return file === undefined ? undefined : attempt(problems, () => readPem(name, file))
  }
  return {
    cert: pem('SALLYPORT_TLS_CERT'),
    key: pem('SALLYPORT_TLS_KEY'),
    clientAuthorities: attempt(problems, () => authoritiesOf(settings.SALLYPORT_CLIENT_CA_FILE)) ?? [],
    systemUsers: attempt(problems, () => systemUsersOf(settings.SALLYPORT_SYSTEM_API_USERS)) ?? new Map(),
  }
}

function toConfig(
  settings: Settings,
  {
    cert,
    key,
    clientAuthorities,
    systemUsers,
    captcha,
    terminal,
  }: ReturnType<typeof readFiles> & Pick<Config, 'captcha'> & { readonly terminal: boolean },
): Config {
  const dataDir = path.resolve(settings.SALLYPORT_DATA_DIR)
  return Object.freeze({
    port: settings.SALLYPORT_PORT,
    host: settings.SALLYPORT_HOST,
    externalDomain: settings.SALLYPORT_EXTERNAL_DOMAIN,
    externalPort: settings.SALLYPORT_EXTERNAL_PORT ?? settings.SALLYPORT_PORT,
    externalPortSet: settings.SALLYPORT_EXTERNAL_PORT !== undefined,
    externalSecure: settings.SALLYPORT_EXTERNAL_SECURE || settings.SALLYPORT_TLS_CERT !== undefined,
    trustedProxies: withCertificateHeader(
      settings.SALLYPORT_TRUSTED_PROXIES,
      settings.SALLYPORT_CLIENT_CERT_HEADER,
    ),
    outboundAllow: settings.SALLYPORT_OUTBOUND_ALLOW,
    tls:
      cert !== undefined && key !== undefined
        ? { cert, key, requestCert: settings.SALLYPORT_TLS_CLIENT_CERTIFICATES }
        : undefined,
    clientAuthorities,
    databaseUrl: settings.SALLYPORT_DATABASE_URL,
    databaseConnections: settings.SALLYPORT_DATABASE_CONNECTIONS,
    dataDir,
    masterkey: settings.SALLYPORT_MASTERKEY,
    firstInstance: {
      name: settings.SALLYPORT_FIRST_INSTANCE_NAME,
      orgName: settings.SALLYPORT_FIRST_INSTANCE_ORG_NAME,
      adminUsername:
        settings.SALLYPORT_FIRST_INSTANCE_ADMIN_USERNAME ??
        `admin@sallyport.${settings.SALLYPORT_EXTERNAL_DOMAIN}`,
      adminPassword: settings.SALLYPORT_FIRST_INSTANCE_ADMIN_PASSWORD,
      machineUsername: settings.SALLYPORT_FIRST_INSTANCE_MACHINE_USERNAME,
      patPath: settings.SALLYPORT_FIRST_INSTANCE_PAT_PATH ?? path.join(dataDir, 'admin.pat'),
      patExpiration: new Date(settings.SALLYPORT_FIRST_INSTANCE_PAT_EXPIRATION),
      loginClientPatPath:
        settings.SALLYPORT_FIRST_INSTANCE_LOGIN_CLIENT_PAT_PATH ?? path.join(dataDir, 'login-client.pat'),
    },
    systemUsers,
    totpIssuer: settings.SALLYPORT_TOTP_ISSUER,
    retentionDays: settings.SALLYPORT_RETENTION_DAYS,
    webKeyRotationDays: settings.SALLYPORT_WEB_KEY_ROTATION_DAYS,
    auditRetention: settings.SALLYPORT_AUDIT_RETENTION_DAYS,
    rateLimits: settings.SALLYPORT_RATE_LIMITS,
    captcha,
    androidApps: settings.SALLYPORT_ANDROID_APPS,
    smtpHelo:
      settings.SALLYPORT_SMTP_HELO ??
      [hostname(), settings.SALLYPORT_EXTERNAL_DOMAIN].find((name) => name.includes('.')) ??
      settings.SALLYPORT_EXTERNAL_DOMAIN,
    logLevel: settings.SALLYPORT_LOG_LEVEL,
    logFormat: settings.SALLYPORT_LOG_FORMAT ?? (terminal ? 'pretty' : 'json'),
  })
}

function settingsOf(file: string): {
  readonly settings: Record<string, string>
  readonly problems: string[]
} {
  const unread = (why: string) => `--config: cannot read ${file}: ${why}`
  try {
    const { settings, problems } = readSettings(readFileSync(file, 'utf8'))
    return { settings: givenOf(settings), problems: problems.map(unread) }
  } catch (cause) {
    return { settings: {}, problems: [unread((cause as Error).message)] }
  }
}

function environmentSettings(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const own = Object.entries(environment).filter(
    ([name, value]) => name.startsWith('SALLYPORT_') && !injectedByKubernetes(name, value ?? ''),
  )
  return givenOf(Object.fromEntries(own))
}

/** The settings whose empty value says something; an empty value of any other counts as not set. */
const maybeEmpty: ReadonlySet<string> = new Set([
  'SALLYPORT_TOTP_ISSUER',
  'SALLYPORT_TRUSTED_PROXIES',
  'SALLYPORT_OUTBOUND_ALLOW',
])

function givenOf(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string] =>
        entry[0].startsWith('SALLYPORT_') &&
        entry[1] !== undefined &&
        (entry[1] !== '' || maybeEmpty.has(entry[0])),
    ),
  )
}

function unknownIn(given: Readonly<Record<string, string>>): readonly string[] {
  const unknown = Object.keys(given).filter((name) => !(name in schema.shape))
  return unknown.map(
    (name) => `${name}: unknown setting; remove it, or see the table in the README for the right name`,
  )
}

function describe(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.')}: ${issue.message}`
}
