import { randomBytes } from 'node:crypto'
import { create, type DescMethodUnary, type MessageInitShape, type MessageShape } from '@bufbuild/protobuf'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { Secret, TOTP } from 'otpauth'
import { pino } from 'pino'
import type { Call } from '../../access/call.ts'
import type { Membership, UserPrincipal } from '../../access/principal.ts'
import { loadConfig } from '../../config/config.ts'
import { logMigrations, type OpenEventLog, openEventLog } from '../../eventlog/index.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { newId } from '../../kernel/ids.ts'
import { createTestDatabase } from '../../testing/testDatabase.ts'
import { loginPolicies } from '../login-policies/index.ts'
import type { Deps, Feature } from '../manifest.ts'
import { passkeys } from '../passkeys/index.ts'
import { passwords, preparePassword } from '../passwords/index.ts'
import { secondFactors } from '../second-factors/index.ts'
import { settings } from '../settings/index.ts'
import { newHumanEvents, users } from '../users/index.ts'
import { sessions } from './index.ts'
import { sessionService } from './rpc/sessionService.ts'

/** The instance, organization and starting instant of every session test. */
export const place = { instanceId: 'i1', orgId: 'o1', now: new Date('2026-11-21T10:00:00.000Z') }

/** The password of every person made by `SessionWorld.person`. */
export const rightPassword = 'Correct-Horse-1'

const totpSeed = Buffer.from('12345678901234567890')

/** The code that the app of every such person shows at an instant. */
export function totpCode(at: Date = place.now): string {
  const secret = new Secret({ buffer: Uint8Array.from(totpSeed).buffer })
  return new TOTP({ algorithm: 'SHA1', digits: 6, period: 30, secret }).generate({ timestamp: at.getTime() })
}

/** Everything that session tests need on one database of their own. */
export interface SessionWorld {
  readonly deps: Deps
  readonly log: OpenEventLog
  /** A second log on the same database: another server process. */
  readonly other: Deps
  /** Calls a method of `session.v2` as it is called behind the gate. */
  rpc<M extends keyof typeof SessionService.method>(
    method: M,
    message: MessageInitShape<(typeof SessionService.method)[M]['input']>,
    call?: Partial<Call>,
    deps?: Deps,
  ): Promise<MessageShape<(typeof SessionService.method)[M]['output']>>
  /** Makes a person with password, authenticator app, verified e-mail and phone, and codes over both. */
  person(): Promise<string>
  append(type: string, id: string, events: readonly EventBody[], now?: Date): Promise<void>
  types(type: string, id: string): Promise<readonly string[]>
  close(): Promise<void>
}

/** A caller; without memberships one who only acts for itself. */
export function caller(userId: string, memberships: readonly Membership[] = []): Partial<Call> {
  const token = { kind: 'pat' as const, id: 't1' }
  const principal: UserPrincipal = { kind: 'user', userId, orgId: 'o1', machine: false, token, memberships }
  return { principal }
}

/** A caller with one role on the instance. */
export function instanceRole(role: string, userId = 'admin'): Partial<Call> {
  return caller(userId, [{ scope: 'instance', aggregateId: place.instanceId, roles: [role] }])
}

/** Opens the features that sessions lean on over a fresh database. */
export async function openSessionWorld(): Promise<SessionWorld> {
  const features: readonly Feature[] = [
    users,
    passwords,
    secondFactors,
    passkeys,
    settings,
    loginPolicies,
    sessions,
  ]
  const migrations = [...logMigrations, orgDomains, ...features.flatMap((one) => one.migrations ?? [])]
  const { database, close } = await createTestDatabase(migrations)
  const schema = {
    facets: features.flatMap((one) => one.facets ?? []),
    reactions: features.flatMap((one) => one.reactions ?? []),
    tables: features.flatMap((one) => one.tables ?? []),
    constraints: {},
  }
  const logger = pino({ level: 'silent' })
  const options = { database, schema, masterKey: randomBytes(32), logger }
  const log = await openEventLog(options)
  const otherLog = await openEventLog(options)
  const config = loadConfig({ environment: {} })
  const deps: Deps = { log, database, config, logger }
  const append: SessionWorld['append'] = async (type, id, events, now = place.now) => {
    const writing = { instanceId: place.instanceId, creator: 'admin', now }
    await log.transact(writing, { type, id }, async (tx) => {
      await tx.append(await tx.load({ type, id }), events, { owner: place.orgId })
    })
  }
  return {
    deps,
    log,
    other: { ...deps, log: otherLog },
    rpc: (method, message, call, on = deps) => invoke(on, method, message, call),
    person: () => newPerson(log),
    append,
    async types(type, id) {
      const rows = await database.query<{ type: string }>(
        `select type from events where instance_id = $1 and stream_type = $2 and stream_id = $3 order by sequence`,
        [place.instanceId, type, id],
      )
      return rows.map((row) => row.type)
    },
    async close() {
      await log.close()
      await otherLog.close()
      await close()
    },
  }
}

/** What the query for login names reads of organizations. */
const orgDomains = {
  name: 'test/org-domains',
  sql: `create table org_domains (instance_id text, org_id text, domain text, is_primary boolean, is_verified boolean)`,
}

async function invoke<M extends keyof typeof SessionService.method>(
  deps: Deps,
  name: M,
  message: MessageInitShape<(typeof SessionService.method)[M]['input']>,
  call: Partial<Call> = {},
): Promise<MessageShape<(typeof SessionService.method)[M]['output']>> {
  const method: DescMethodUnary = SessionService.method[name]
  const handler = sessionService(deps).handlers.get(method)
  if (handler === undefined) throw new Error(`${name} has no handler`)
  const reply = await handler(create(method.input, message), { ...base, ...call })
  return create(method.output, reply) as MessageShape<(typeof SessionService.method)[M]['output']>
}

const base: Call = {
  instance: {
    id: place.instanceId,
    name: 'Test',
    defaultOrgId: 'o1',
    defaultLanguage: 'en',
    primaryDomain: 'x.test',
  },
  principal: { kind: 'anonymous' },
  orgId: place.orgId,
  orgFromHeader: false,
  origin: { url: 'https://x.test', domain: 'x.test', secure: true },
  headers: new Headers(),
  now: place.now,
  clientAddress: '127.0.0.1',
  dryRun: undefined,
  responseHeaders: {},
  ...instanceRole('IAM_LOGIN_CLIENT'),
}

async function newPerson(log: OpenEventLog): Promise<string> {
  const id = newId()
  const complexity = {
    minLength: 8,
    hasUppercase: true,
    hasLowercase: true,
    hasNumber: true,
    hasSymbol: true,
  }
  const password = await preparePassword(
    { kind: 'plain', password: rightPassword, changeRequired: false },
    complexity,
  )
  const verified = { kind: 'verified' } as const
  const nobody = { nickName: '', language: 'en', gender: 'unspecified' } as const
  const events = newHumanEvents({
    username: `ada-${id}@x.test`,
    scope: '',
    profile: { ...nobody, givenName: 'Ada', familyName: 'Lovelace', displayName: 'Ada Lovelace' },
    email: { address: 'ada@x.test', proof: verified },
    phone: { number: '+41791234567', proof: verified },
    extra: [
      password.event,
      { type: 'user.human.mfa.otp.added', payload: { secretId: `seed-${id}` } },
      { type: 'user.human.mfa.otp.verified', payload: {} },
      { type: 'user.human.mfa.otp.sms.added', payload: {} },
      { type: 'user.human.mfa.otp.email.added', payload: {} },
    ],
  })
  const writing = {
    instanceId: place.instanceId,
    creator: 'admin',
    now: new Date(place.now.getTime() - 60_000),
  }
  await log.transact(writing, { type: 'user', id }, async (tx) => {
    const user = await tx.load({ type: 'user', id })
    password.seal(tx, user)
    tx.seal(user, `seed-${id}`, totpSeed)
    await tx.append(user, events, { owner: place.orgId })
  })
  return id
}
