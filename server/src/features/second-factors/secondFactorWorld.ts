import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { Secret, TOTP } from 'otpauth'
import { type Call, writing } from '../../access/call.ts'
import type { Stream, Transaction } from '../../eventlog/types.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { onInstance, openTestLog, type TestLog, testCall, testTime } from '../../testing/testLog.ts'
import { passkeys } from '../passkeys/index.ts'
import { passwords } from '../passwords/index.ts'
import { settings } from '../settings/index.ts'
import { type CheckOutcome, newHumanEvents, users } from '../users/index.ts'
import { secondFactors } from './index.ts'

const orgDomains = {
  name: 'test/org-domains',
  sql: 'create table org_domains (instance_id text, org_id text, domain text, is_verified boolean, is_primary boolean)',
}

/** An administrator of the instance, acting in organization `o1`. */
export const admin = testCall('admin', { memberships: [onInstance('IAM_OWNER')] })

/** This many seconds after the time of test calls. */
export const later = (seconds: number) => new Date(testTime.getTime() + seconds * 1000)

/** The code that an authenticator app shows at that time. */
export const codeAt = (secret: string, now: Date) =>
  TOTP.generate({
    secret: Secret.fromBase32(secret),
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    timestamp: now.getTime(),
  })

/** People with factors on a log of their own. */
export interface SecondFactorWorld extends TestLog {
  append(id: string, events: readonly EventBody[], owner?: string): Promise<void>
  /** A person with verified e-mail and phone: three events. */
  person(): Promise<string>
  /** A person whose TOTP was verified at `testTime`, and its secret. */
  personWithTotp(): Promise<{ readonly id: string; readonly secret: string }>
  /** What a session does with a check: its events commit whatever the outcome. */
  attempt(
    id: string,
    now: Date,
    check: (tx: Transaction, user: Stream) => Promise<CheckOutcome>,
  ): Promise<string>
  secretsOf(id: string): Promise<number>
}

/** Opens the world; the caller closes it. */
export async function openSecondFactorWorld(): Promise<SecondFactorWorld> {
  const system = await openTestLog([users, settings, passwords, secondFactors, passkeys], [orgDomains])
  const { log, database } = system.deps
  let made = 0
  const append: SecondFactorWorld['append'] = async (id, events, owner = 'o1') => {
    const ref = { type: 'user', id }
    await log.transact(writing(admin), ref, async (tx) => {
      await tx.append(await tx.load(ref), events, { owner })
    })
  }
  const person = async () => {
    const id = `person${++made}`
    await append(id, newPerson(id))
    return id
  }
  return {
    ...system,
    append,
    person,
    async personWithTotp() {
      const id = await person()
      const { registerTOTP, verifyTOTPRegistration } = UserService.method
      const { secret } = await system.ask(registerTOTP, { userId: id }, admin)
      await system.ask(verifyTOTPRegistration, { userId: id, code: codeAt(secret, testTime) }, admin)
      return { id, secret }
    },
    async attempt(id, now, check) {
      const ref = { type: 'user', id }
      const call: Call = { ...admin, now }
      const { result } = await log.transact(writing(call), ref, async (tx) => {
        const user = await tx.load(ref)
        const outcome = await check(tx, user)
        await tx.append(user, outcome.userEvents)
        return outcome.refusal?.code ?? 'ok'
      })
      return result
    },
    async secretsOf(id) {
      return (await database.query('select 1 from secrets where stream_id = $1', [id])).length
    },
  }
}

function newPerson(id: string): readonly EventBody[] {
  const proof = { kind: 'verified' } as const
  return newHumanEvents({
    username: `${id}@example.com`,
    scope: '',
    profile: {
      givenName: 'Ada',
      familyName: 'L',
      nickName: '',
      displayName: '',
      language: 'en',
      gender: 'unspecified',
    },
    email: { address: `${id}@example.com`, proof },
    phone: { number: '+41791234567', proof },
  })
}
