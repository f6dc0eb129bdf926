import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { oidcSessionFacet, tokenStanding } from '../../server/src/features/oidc-sessions/index.ts'
import { sessionFacet } from '../../server/src/features/sessions/index.ts'
import { userFacet } from '../../server/src/features/users/index.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, testClock } from './factors.ts'
import { addOidcProject, loginTokens } from './oidcFixtures.ts'
import { postForm } from './oidcForms.ts'
import { addPerson, byId } from './people.ts'

const clock = testClock()
const server = await testServer({ clock })
const users = server.client(UserService)
const sessions = server.client(SessionService)
const fixture = await addOidcProject(server)
const { log, database } = server.product.deps
const { instanceId } = server.first

const actions = [
  'login',
  'loginTotp',
  'addTotp',
  'removeTotp',
  'password',
  'end',
  'lock',
  'unlock',
  'revoke',
] as const
type Action = (typeof actions)[number]

/** A person, and every token that was issued to them. */
class History {
  readonly tokens: { readonly access: string; readonly id: string; readonly sessionId: string }[] = []
  #secret: string | undefined
  #password = 'Correct-Horse-1'
  #locked = false
  readonly userId: string

  constructor(userId: string) {
    this.userId = userId
  }

  async run(action: Action, count: number): Promise<void> {
    clock.advance(31)
    const { userId } = this
    const some = this.tokens[count % Math.max(this.tokens.length, 1)]
    switch (action) {
      case 'login':
        return this.#login({ password: { password: this.#password } })
      case 'loginTotp':
        if (this.#secret) await this.#login({ totp: { code: codeAt(this.#secret, clock.now()) } })
        return
      case 'addTotp':
        if (this.#secret === undefined) this.#secret = await addApp(server, userId)
        clock.advance(31)
        return
      case 'removeTotp':
        if (this.#secret !== undefined) await users.removeTOTP({ userId })
        this.#secret = undefined
        return
      case 'password':
        this.#password = `Correct-Horse-${count + 2}`
        await users.setPassword({ userId, newPassword: { password: this.#password } })
        return
      case 'end':
        if (some) await sessions.deleteSession({ sessionId: some.sessionId })
        return
      case 'lock':
        if (!this.#locked) await users.lockUser({ userId })
        this.#locked = true
        return
      case 'unlock':
        if (this.#locked) await users.unlockUser({ userId })
        this.#locked = false
        return
      case 'revoke':
        if (some) await postForm(server, '/oauth/v2/revoke', { token: some.access }, { basic: fixture.app })
    }
  }

  async #login(checks: Record<string, unknown>): Promise<void> {
    if (this.#locked) return
    const { sessionId } = await sessions.createSession({ checks: { ...byId(this.userId), ...checks } })
    const { accessToken, oidcSessionId } = await loginTokens(server, fixture, sessionId)
    this.tokens.push({ access: accessToken, id: oidcSessionId, sessionId })
  }
}

/** The evaluator's answer on the fold of the log, which reads no index rows. */
async function standsByTheLog(id: string): Promise<boolean> {
  const grant = (await log.load({ instanceId, type: 'oidc_session', id })).state(oidcSessionFacet)
  if (grant.kind === 'none') throw new Error('there is no grant')
  const { lean } = grant.grant
  const user = (await log.load({ instanceId, type: 'user', id: lean.userId })).state(userFacet)
  const session = (await log.load({ instanceId, type: 'session', id: lean.sessionId ?? '' })).state(
    sessionFacet,
  )
  const losses = await database.query<{ type: string; payload: Record<string, string>; own: boolean }>(
    `select type, payload, creator = $2 as own from events where instance_id = $1 and stream_type = 'user' and stream_id = $2 and sequence > $3`,
    [instanceId, lean.userId, grant.userSequence],
  )
  const token = {
    lean,
    revoked: grant.revokedAt !== null || grant.access === null,
    expiresAt: grant.access?.expiresAt ?? null,
  }
  const facts = {
    clientActive: true,
    authorized: null,
    hasAccess: null,
    otherLeans: null,
    sourceEnded: null,
    acting: null,
    lean: {
      status: user.kind === 'none' ? null : user.status,
      lockedUntil: user.kind === 'none' ? null : user.lockedUntil,
      orgActive: true,
      losses,
      sessionEnded: session.kind === 'terminated',
      voided: null,
    },
  }
  return tokenStanding(token, facts, clock.now()) === undefined
}

test('in random histories a token is active as long as the evaluator says so on the fold of the log', async () => {
  const runs = Number(process.env['HISTORIES'] ?? 4)
  let seen = 0
  const history = fc.array(fc.constantFrom(...actions), { minLength: 6, maxLength: 14 })
  await fc.assert(
    fc.asyncProperty(history, async (steps) => {
      const person = new History((await addPerson(server)).userId)
      await person.run('login', 0)
      for (const [count, action] of steps.entries()) {
        await person.run(action, count)
        for (const { access, id } of person.tokens) {
          const { json } = await postForm(
            server,
            '/oauth/v2/introspect',
            { token: access },
            { basic: fixture.api },
          )
          expect(json['active'], `after ${steps.slice(0, count + 1).join(', ')}`).toBe(
            await standsByTheLog(id),
          )
          seen += 1
        }
      }
    }),
    { numRuns: runs },
  )
  expect(seen).toBeGreaterThan(runs)
})
