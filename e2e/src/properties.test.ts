import { Code, ConnectError } from '@connectrpc/connect'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import fc from 'fast-check'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { codeAt, testClock } from './factors.ts'
import { inOrg } from './tenants.ts'

const clock = testClock()
let server: TestServer

/** A server whose modules are loaded again, so that they read the switch. */
async function serverWith(fastPaths: 'on' | 'off'): Promise<TestServer> {
  vi.stubEnv('SALLYPORT_FAST_PATHS', fastPaths)
  vi.resetModules()
  const read = await import('../../server/src/kernel/fastPaths.ts')
  expect(read.fastPaths).toBe(fastPaths === 'on')
  const { testServer } = await import('../../server/src/testing/testServer.ts')
  return testServer({ clock })
}
const servers = { on: await serverWith('on'), off: await serverWith('off') }
vi.unstubAllEnvs()
// The worker runs further test files, which must not get modules of the other mode.
vi.resetModules()

/** The model's state of a person; the server must agree after every command. */
interface Person {
  readonly id: string
  readonly orgId: string
  readonly factors: Set<'otp' | 'otpSms' | 'otpEmail'>
  seed?: string
}

/** The product as a few sets: successful calls change it at once, refused calls never. */
interface Model {
  readonly orgs: Map<string, { readonly custom?: Set<SecondFactorType> }>
  readonly people: Map<string, Person>
  readonly members: Map<string, Set<string>>
  readonly sessions: Map<string, string>
}

interface Command {
  readonly kind: keyof typeof commands
  /** Picks one of the existing values. */
  readonly pick: number
}

const kinds = [SecondFactorType.OTP_SMS, SecondFactorType.OTP_EMAIL, SecondFactorType.OTP] as const
let names = 0

function chosen<Item>(from: Iterable<Item>, pick: number): Item | undefined {
  const items = [...from]
  return items[pick % items.length]
}

/** A second choice out of the same number, independent of the first. */
function coin(pick: number): number {
  return pick >> 5
}

/** Runs a call that must succeed exactly when the model says so; returns whether it did. */
async function agree(call: Promise<unknown>, expected: Code | undefined): Promise<boolean> {
  const code = await call.then(
    () => undefined,
    (reason: unknown) => ConnectError.from(reason).code,
  )
  expect(code === undefined ? 'ok' : Code[code]).toBe(expected === undefined ? 'ok' : Code[expected])
  return code === undefined
}

const users = () => server.client(UserService)
const inside = (orgId: string) => server.client(ManagementService, { headers: inOrg(orgId) })

async function factorsOf(id: string) {
  const { result } = await users().listAuthenticationFactors({ userId: id })
  return new Set(result.map(({ type }) => type.case))
}

async function toggleContactFactor(model: Model, pick: number, kind: 'otpSms' | 'otpEmail') {
  const person = chosen(model.people.values(), pick)
  if (!person) return
  const has = person.factors.has(kind)
  const request = { userId: person.id }
  if (coin(pick) % 3 > 0) {
    const add = kind === 'otpSms' ? users().addOTPSMS(request) : users().addOTPEmail(request)
    if (await agree(add, has ? Code.AlreadyExists : undefined)) person.factors.add(kind)
  } else {
    const remove = kind === 'otpSms' ? users().removeOTPSMS(request) : users().removeOTPEmail(request)
    if (await agree(remove, has ? undefined : Code.NotFound)) person.factors.delete(kind)
  }
  expect(await factorsOf(person.id)).toEqual(person.factors)
}

const commands = {
  async addOrg(model: Model) {
    names += 1
    const { id } = await server.client(ManagementService).addOrg({ name: `Property ${names}` })
    model.orgs.set(id, {})
    model.members.set(id, new Set([server.first.machine?.userId ?? '']))
    expect((await inside(id).getMyOrg({})).org?.id).toBe(id)
  },
  async removeOrg(model: Model, pick: number) {
    const orgId = chosen(model.orgs.keys(), pick)
    if (orgId === undefined || coin(pick) % 3 > 0) return
    await inside(orgId).removeOrg({})
    model.orgs.delete(orgId)
    model.members.delete(orgId)
    const members = [...model.people.values()].filter((person) => person.orgId === orgId)
    for (const { id } of members) forget(model, id)
    await agree(inside(orgId).getMyOrg({}), Code.PermissionDenied)
    for (const { id } of members) await agree(users().getUserByID({ userId: id }), Code.NotFound)
  },
  async addPerson(model: Model, pick: number) {
    const orgId = chosen([server.first.orgId, ...model.orgs.keys()], pick) ?? ''
    names += 1
    const email = `property-${names}@example.test`
    const { userId } = await users().addHumanUser({
      username: email,
      organization: { org: { case: 'orgId', value: orgId } },
      profile: { givenName: 'P', familyName: String(names) },
      email: { email, verification: { case: 'isVerified', value: true } },
      phone: { phone: `+4178${1_000_000 + names}`, verification: { case: 'isVerified', value: true } },
    })
    model.people.set(userId, { id: userId, orgId, factors: new Set() })
    const query = { case: 'inUserIdsQuery' as const, value: { userIds: [userId] } }
    expect((await users().listUsers({ queries: [{ query }] })).result.map((user) => user.userId)).toEqual([
      userId,
    ])
  },
  async removePerson(model: Model, pick: number) {
    const person = chosen(model.people.values(), pick)
    if (!person) return
    await users().deleteUser({ userId: person.id })
    forget(model, person.id)
    await agree(users().getUserByID({ userId: person.id }), Code.NotFound)
    expect(await factorsOf(person.id)).toEqual(new Set())
  },
  toggleSms: (model: Model, pick: number) => toggleContactFactor(model, pick, 'otpSms'),
  toggleEmail: (model: Model, pick: number) => toggleContactFactor(model, pick, 'otpEmail'),
  async toggleApp(model: Model, pick: number) {
    const person = chosen(model.people.values(), pick)
    if (!person) return
    const userId = person.id
    const has = person.factors.has('otp')
    clock.advance(30)
    if (coin(pick) % 3 > 0) {
      const registered = users().registerTOTP({ userId })
      if (await agree(registered, has ? Code.AlreadyExists : undefined)) {
        person.seed = (await registered).secret
        await users().verifyTOTPRegistration({ userId, code: codeAt(person.seed, clock.now()) })
        person.factors.add('otp')
      }
    } else if (await agree(users().removeTOTP({ userId }), has ? undefined : Code.NotFound)) {
      person.factors.delete('otp')
    }
    expect(await factorsOf(userId)).toEqual(person.factors)
  },
  async removePhone(model: Model, pick: number) {
    const person = chosen(model.people.values(), pick)
    if (!person) return
    await users().removePhone({ userId: person.id })
    person.factors.delete('otpSms')
    expect(await factorsOf(person.id)).toEqual(person.factors)
    const phone = `+4177${1_000_000 + pick}`
    await users().setPhone({ userId: person.id, phone, verification: { case: 'isVerified', value: true } })
  },
  async togglePolicy(model: Model, pick: number) {
    const orgId = chosen(model.orgs.keys(), pick)
    const org = model.orgs.get(orgId ?? '')
    if (orgId === undefined || !org) return
    if (!org.custom) {
      await inside(orgId).addCustomLoginPolicy({ secondFactors: [SecondFactorType.OTP_SMS] })
      model.orgs.set(orgId, { custom: new Set([SecondFactorType.OTP_SMS]) })
    } else if (coin(pick) % 5 === 0) {
      await inside(orgId).resetLoginPolicyToDefault({})
      model.orgs.set(orgId, {})
    } else {
      const type = kinds[coin(pick) % kinds.length] ?? SecondFactorType.OTP
      if (org.custom.delete(type)) await inside(orgId).removeSecondFactorFromLoginPolicy({ type })
      else {
        await inside(orgId).addSecondFactorToLoginPolicy({ type })
        org.custom.add(type)
      }
    }
    const { result } = await inside(orgId).listLoginPolicySecondFactors({})
    const expected = model.orgs.get(orgId)?.custom ?? (await instanceFactors())
    expect(new Set(result)).toEqual(expected)
  },
  async toggleMember(model: Model, pick: number) {
    const orgId = chosen(model.members.keys(), pick)
    const person = chosen(model.people.values(), pick)
    const members = model.members.get(orgId ?? '')
    if (orgId === undefined || !person || !members) return
    if (members.delete(person.id)) await inside(orgId).removeOrgMember({ userId: person.id })
    else {
      await inside(orgId).addOrgMember({ userId: person.id, roles: ['ORG_OWNER_VIEWER'] })
      members.add(person.id)
    }
    const { result } = await inside(orgId).listOrgMembers({})
    expect(new Set(result.map(({ userId }) => userId))).toEqual(members)
  },
  async addSession(model: Model, pick: number) {
    const person = chosen(model.people.values(), pick)
    if (!person) return
    const search = { case: 'userId', value: person.id } as const
    const sessions = server.client(SessionService)
    const { sessionId } = await sessions.createSession({ checks: { user: { search } } })
    model.sessions.set(sessionId, person.id)
    if (person.factors.has('otp') && person.seed) {
      clock.advance(30)
      await sessions.setSession({ sessionId, checks: { totp: { code: codeAt(person.seed, clock.now()) } } })
    }
    const { session } = await sessions.getSession({ sessionId })
    expect(session?.factors?.totp !== undefined).toBe(person.factors.has('otp'))
  },
  async removeSession(model: Model, pick: number) {
    const sessionId = chosen(model.sessions.keys(), pick)
    if (sessionId === undefined) return
    await server.client(SessionService).deleteSession({ sessionId })
    model.sessions.delete(sessionId)
    await agree(server.client(SessionService).getSession({ sessionId }), Code.NotFound)
  },
}

async function instanceFactors() {
  return new Set((await server.client(AdminService).listLoginPolicySecondFactors({})).result)
}

function forget(model: Model, userId: string): void {
  model.people.delete(userId)
  for (const members of model.members.values()) members.delete(userId)
  for (const [sessionId, owner] of model.sessions) if (owner === userId) model.sessions.delete(sessionId)
}

/** Every stored row but the log's own bookkeeping, as text, so that two states can be compared. */
async function stored(): Promise<string> {
  const { query } = server.testDatabase.database
  const tables = await query<{ name: string }>('select name from index_tables order by 1')
  const texts = await Promise.all(
    [...tables.map(({ name }) => name), 'streams', 'secrets'].map(async (name) => {
      const rows = await query<{ row: string }>(`select t::text as row from ${name} t order by 1`)
      return `${name}\n${rows.map(({ row }) => row).join('\n')}`
    }),
  )
  return texts.join('\n\n')
}

const history = fc.array(
  fc.record({
    kind: fc.constantFrom(...(Object.keys(commands) as (keyof typeof commands)[])),
    pick: fc.nat({ max: 1000 }),
  }),
  { minLength: 20, maxLength: 60, size: 'max' },
)

describe.each(['on', 'off'] as const)('with fast paths %s', (fastPaths) => {
  beforeAll(() => {
    server = servers[fastPaths]
  })

  test('after any history the rows, the snapshots and the fold of the log agree, and each write is seen at once', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (steps: readonly Command[]) => {
        const model: Model = { orgs: new Map(), people: new Map(), members: new Map(), sessions: new Map() }
        for (const pick of [0, 1]) await commands.addPerson(model, pick)
        await commands.addOrg(model)
        for (const { kind, pick } of steps) await commands[kind](model, pick)
        for (const person of model.people.values()) expect(await factorsOf(person.id)).toEqual(person.factors)
        expect((await server.product.deps.log.verify()).findings).toEqual([])
      }),
      { numRuns: 8, seed: 20_261_121, endOnFailure: true },
    )
  })

  test('a rebuild changes nothing', async () => {
    const before = await stored()
    expect(before.length).toBeGreaterThan(10_000)
    expect((await server.product.deps.log.rebuild()).failed).toEqual([])
    expect(await stored()).toBe(before)
    expect((await server.product.deps.log.verify()).findings).toEqual([])
  })
})
