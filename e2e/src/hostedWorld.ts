import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect } from 'vitest'
import { authRequestFacet } from '../../server/src/features/auth-requests/index.ts'
import {
  type FlowRequest,
  nextStep,
  readFacts,
  readRequest,
} from '../../server/src/features/login-flow/index.ts'
import { sessionFacet } from '../../server/src/features/sessions/index.ts'
import { pageCall } from '../../server/src/testing/pageCall.ts'
import type { TestClock } from '../../server/src/testing/testClock.ts'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { addApp } from './factors.ts'
import { addOrg } from './tenants.ts'

/** The rules of an organization in a random walk. Lifetimes are in seconds. */
export interface WalkPolicy {
  readonly allowUsernamePassword: boolean
  readonly forceMfa: boolean
  readonly ignoreUnknownUsernames: boolean
  readonly allowsTotp: boolean
  readonly passwordCheckLifetime: number
  readonly secondFactorCheckLifetime: number
  readonly mfaInitSkipLifetime: number
}

/** A person of the walk, as the test knows them without asking the server. */
export interface WalkPerson {
  readonly userId: string
  readonly loginName: string
  password: string
  passwordSetAt: number
  changeRequired: boolean
  totp: string | undefined
  state: 'active' | 'inactive' | 'locked'
}

/** A request of the application that a walk has begun. */
export interface WalkRequest {
  readonly state: string
  readonly requestId: string
  readonly flow: FlowRequest
}

let count = 0

/** An organization with two people, whose rules and factors an administrator changes while they log in. */
export class World {
  readonly server: TestServer
  readonly clock: TestClock
  readonly orgId: string
  readonly people: readonly [WalkPerson, WalkPerson]
  readonly requests = new Map<string, WalkRequest>()
  policy: WalkPolicy
  readonly #headers: Record<string, string>

  private constructor(
    on: Pick<World, 'server' | 'clock' | 'orgId' | 'people' | 'policy'>,
    headers: Record<string, string>,
  ) {
    this.server = on.server
    this.clock = on.clock
    this.orgId = on.orgId
    this.people = on.people
    this.policy = on.policy
    this.#headers = headers
  }

  /** Makes the organization and its people. */
  static async open(server: TestServer, clock: TestClock, policy: WalkPolicy): Promise<World> {
    const { orgId, headers } = await addOrg(server, 'Walk')
    const person = () => addWalkPerson(server, clock, headers)
    const people = [await person(), await person()] as const
    const world = new World({ server, clock, orgId, people, policy }, headers)
    await world.#management.addCustomLoginPolicy(policyOf(policy))
    return world
  }

  get #management() {
    return this.server.client(ManagementService, { headers: this.#headers })
  }

  get #users() {
    return this.server.client(UserService)
  }

  /** Replaces the rules of the organization. */
  async setPolicy(policy: WalkPolicy): Promise<void> {
    await this.#management.resetLoginPolicyToDefault({})
    await this.#management.addCustomLoginPolicy(policyOf(policy))
    this.policy = policy
  }

  /** Adds an authenticator app to a person, or takes it away. */
  async toggleTotp(person: WalkPerson): Promise<void> {
    const { userId } = person
    if (person.totp === undefined) person.totp = await addApp(this.server, userId)
    else {
      await this.#users.removeTOTP({ userId })
      person.totp = undefined
    }
    this.clock.advance(31)
  }

  /** Sets another password, which the person may have to change. */
  async setPassword(person: WalkPerson, changeRequired: boolean): Promise<void> {
    person.password = `Correct-Horse-${++count}`
    const newPassword = { password: person.password, changeRequired }
    await this.#users.setPassword({ userId: person.userId, newPassword })
    person.passwordSetAt = this.clock.now().getTime()
    person.changeRequired = changeRequired
  }

  /** When the person's password was last set, in milliseconds, and whether there is an authenticator app, as the API says. */
  async readProofs({ userId }: WalkPerson): Promise<{ readonly passwordAt: number; readonly totp: boolean }> {
    const { user } = await this.#users.getUserByID({ userId })
    const human = user?.type.case === 'human' ? user.type.value : undefined
    const { result } = await this.#users.listAuthenticationFactors({ userId })
    return {
      passwordAt: instantOf(human?.passwordChanged),
      totp: result.some(({ type }) => type.case === 'otp'),
    }
  }

  /** Locks, deactivates or frees a person. */
  async setState(person: WalkPerson, state: WalkPerson['state']): Promise<void> {
    const { userId } = person
    if (person.state === 'locked') await this.#users.unlockUser({ userId })
    if (person.state === 'inactive') await this.#users.reactivateUser({ userId })
    if (state === 'locked') await this.#users.lockUser({ userId })
    if (state === 'inactive') await this.#users.deactivateUser({ userId })
    person.state = state
  }

  /** Ends every session of a person. */
  async endSessions(person: WalkPerson): Promise<void> {
    const sessions = this.server.client(SessionService)
    const query = { case: 'userIdQuery', value: { id: person.userId } } as const
    const { sessions: found } = await sessions.listSessions({ queries: [{ query }] })
    for (const { id: sessionId } of found) await sessions.deleteSession({ sessionId })
  }

  /** The person whose session it is; undefined for none of ours. */
  async ownerOf(sessionId: string | null): Promise<WalkPerson | undefined> {
    if (sessionId === null) return undefined
    const { instanceId } = this.server.first
    const stream = await this.server.product.deps.log.load({ instanceId, type: 'session', id: sessionId })
    const state = stream.state(sessionFacet)
    const userId = state.kind === 'live' ? state.user?.id : undefined
    return this.people.find((person) => person.userId === userId)
  }

  /** Remembers a request that the pages are to answer. */
  async began(requestId: string, state: string): Promise<void> {
    const found = await readRequest(this.server.product.deps, pageCall(this.server), requestId)
    if (found.kind === 'open') this.requests.set(state, { state, requestId, flow: found.request })
  }

  /** The person whose session answered the request. Fails unless both the evaluator and the rules of this test allow the answer now. */
  async judge(state: string): Promise<WalkPerson> {
    const request = this.requests.get(state)
    if (request === undefined) throw new Error(`no request has the state ${state}`)
    const { deps } = this.server.product
    const id = request.requestId.slice('oidc_'.length)
    const stream = await deps.log.load({ instanceId: this.server.first.instanceId, type: 'auth_request', id })
    const answered = stream.state(authRequestFacet)
    if (!('link' in answered)) throw new Error(`nobody answered ${request.requestId}`)
    const { sessionId } = answered.link
    const { session } = await this.server.client(SessionService).getSession({ sessionId })
    const person = this.people.find(({ userId }) => userId === session?.factors?.user?.id)
    if (person === undefined) throw new Error('another person has answered')
    const account = { by: 'held', userId: person.userId, sessionId } as const
    const facts = await readFacts(deps.database, pageCall(this.server), { account, request: request.flow })
    expect(nextStep(facts).kind).toBe('done')
    this.#judgeByRules(person, request.flow, {
      password: instantOf(session?.factors?.password?.verifiedAt),
      totp: instantOf(session?.factors?.totp?.verifiedAt),
    })
    return person
  }

  /** The rules in the words of the test: what the session must have proved, and since when. */
  #judgeByRules(
    person: WalkPerson,
    { arrivedAt, prompt, maxAge, organization }: FlowRequest,
    proved: { readonly password: number; readonly totp: number },
  ): void {
    const { policy } = this
    const arrived = Date.parse(arrivedAt)
    expect(person.state).toBe('active')
    expect(person.changeRequired).toBe(false)
    expect([undefined, this.orgId]).toContain(organization)
    expect(policy.allowUsernamePassword, 'a password answered though passwords are not allowed').toBe(true)
    const needsTotp = policy.forceMfa || (person.totp !== undefined && policy.allowsTotp)
    const oldest = (lifetime: number) =>
      Math.max(
        arrived - lifetime * 1000,
        prompt.includes('login') ? arrived : 0,
        maxAge === undefined ? 0 : arrived - maxAge * 1000,
      )
    expect(proved.password).toBeGreaterThanOrEqual(person.passwordSetAt)
    expect(proved.password).toBeGreaterThanOrEqual(oldest(policy.passwordCheckLifetime))
    if (needsTotp) expect(proved.totp).toBeGreaterThanOrEqual(oldest(policy.secondFactorCheckLifetime))
  }
}

async function addWalkPerson(
  server: TestServer,
  clock: TestClock,
  headers: Record<string, string>,
): Promise<WalkPerson> {
  const loginName = `walker-${++count}@example.test`
  const password = `Correct-Horse-${count}`
  const { userId } = await server.client(UserService, { headers }).addHumanUser({
    username: `walker-${count}`,
    profile: { givenName: 'Ada', familyName: 'Lovelace' },
    email: { email: loginName, verification: { case: 'isVerified', value: true } },
    passwordType: { case: 'password', value: { password, changeRequired: false } },
  })
  const passwordSetAt = clock.now().getTime()
  return {
    userId,
    loginName,
    password,
    passwordSetAt,
    changeRequired: false,
    totp: undefined,
    state: 'active',
  }
}

function policyOf(policy: WalkPolicy) {
  const { allowsTotp, passwordCheckLifetime, secondFactorCheckLifetime, mfaInitSkipLifetime, ...rules } =
    policy
  const seconds = (value: number) => ({ seconds: BigInt(value), nanos: 0 })
  return {
    ...rules,
    allowRegister: false,
    allowExternalIdp: false,
    passwordlessType: 0,
    passwordCheckLifetime: seconds(passwordCheckLifetime),
    externalLoginCheckLifetime: seconds(passwordCheckLifetime),
    secondFactorCheckLifetime: seconds(secondFactorCheckLifetime),
    multiFactorCheckLifetime: seconds(secondFactorCheckLifetime),
    mfaInitSkipLifetime: seconds(mfaInitSkipLifetime),
    secondFactors: allowsTotp ? [1] : [],
  }
}

function instantOf(at: { readonly seconds: bigint; readonly nanos: number } | undefined): number {
  return at === undefined ? 0 : Number(at.seconds) * 1000 + Math.floor(at.nanos / 1_000_000)
}
