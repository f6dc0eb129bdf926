import type { JsonObject } from '@bufbuild/protobuf'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { type Call, writing } from '../access/call.ts'
import { loginPolicies } from '../features/login-policies/index.ts'
import { passkeys } from '../features/passkeys/index.ts'
import { passwords } from '../features/passwords/index.ts'
import { secondFactors } from '../features/second-factors/index.ts'
import { sessions } from '../features/sessions/index.ts'
import { settings } from '../features/settings/index.ts'
import { newHumanEvents, users } from '../features/users/index.ts'
import type { EventBody } from '../kernel/facet.ts'
import { type SoftAuthenticator, softAuthenticator } from './softAuthenticator.ts'
import { onInstance, openTestLog, type TestLog, testCall, testTime } from './testLog.ts'

/** An administrator of the instance, acting in organization `o1`. */
export const admin = testCall('admin', { memberships: [onInstance('IAM_OWNER')] })

/** The origin of the pages that ask for keys. */
export const pageOrigin = 'https://login.example.com'

/** The relying party that v2 calls of these tests name. */
export const domain = 'example.com'

/** A registered key, with the authenticator that holds it. */
export interface HeldKey {
  readonly tokenId: string
  readonly key: SoftAuthenticator
}

/** People with WebAuthn keys on a log of their own. */
export interface KeyWorld extends TestLog {
  append(userId: string, events: readonly EventBody[], owner?: string): Promise<void>
  person(owner?: string): Promise<string>
  withPasskey(userId: string, backupEligible?: boolean): Promise<HeldKey>
  withU2f(userId: string): Promise<HeldKey>
  /** Public event types of the user, oldest first. */
  types(userId: string): Promise<readonly string[]>
}

/** This many seconds after the time of test calls. */
export const later = (call: Call, seconds: number): Call => ({
  ...call,
  now: new Date(testTime.getTime() + seconds * 1000),
})

/** The options of a ceremony; fails when a reply has none. */
export function optionsOf(options: JsonObject | undefined): JsonObject {
  if (options === undefined) throw new Error('the reply has no options')
  return options
}

/** Opens the world; the caller closes it. */
export async function openKeyWorld(): Promise<KeyWorld> {
  const features = [users, settings, loginPolicies, passwords, secondFactors, passkeys, sessions]
  const system = await openTestLog(features, [orgDomains])
  const { ask } = system
  const { log, database } = system.deps
  let made = 0
  const append: KeyWorld['append'] = async (id, events, owner = 'o1') => {
    const ref = { type: 'user', id }
    await log.transact(writing(admin), ref, async (tx) => {
      await tx.append(await tx.load(ref), events, { owner })
    })
  }
  return {
    ...system,
    append,
    async person(owner) {
      const id = `person${++made}`
      await append(id, newPerson(id), owner)
      return id
    },
    async withPasskey(userId, backupEligible = false) {
      const { registerPasskey, verifyPasskeyRegistration } = UserService.method
      const begun = await ask(registerPasskey, { userId, domain }, admin)
      const key = softAuthenticator(pageOrigin)
      const options = optionsOf(begun.publicKeyCredentialCreationOptions)
      const publicKeyCredential = key.register(options, { backupEligible })
      const { passkeyId } = begun
      const answer = { userId, passkeyId, passkeyName: 'phone', publicKeyCredential }
      await ask(verifyPasskeyRegistration, answer, admin)
      return { tokenId: passkeyId, key }
    },
    async withU2f(userId) {
      const { registerU2F, verifyU2FRegistration } = UserService.method
      const begun = await ask(registerU2F, { userId, domain }, admin)
      const key = softAuthenticator(pageOrigin)
      const options = optionsOf(begun.publicKeyCredentialCreationOptions)
      const publicKeyCredential = key.register(options, { userVerified: false })
      const { u2fId } = begun
      await ask(verifyU2FRegistration, { userId, u2fId, tokenName: 'stick', publicKeyCredential }, admin)
      return { tokenId: u2fId, key }
    },
    async types(userId) {
      const rows = await database.query<{ type: string }>(
        `select type from events where stream_type = 'user' and stream_id = $1 order by sequence`,
        [userId],
      )
      return rows.map(({ type }) => type)
    },
  }
}

const orgDomains = {
  name: 'test/org-domains',
  sql: 'create table org_domains (instance_id text, org_id text, domain text, is_verified boolean, is_primary boolean)',
}

function newPerson(id: string): readonly EventBody[] {
  const nobody = { nickName: '', displayName: '', language: 'en', gender: 'unspecified' } as const
  return newHumanEvents({
    username: `${id}@example.com`,
    scope: '',
    profile: { ...nobody, givenName: 'Ada', familyName: 'L' },
    email: { address: `${id}@example.com`, proof: { kind: 'verified' } },
  })
}
