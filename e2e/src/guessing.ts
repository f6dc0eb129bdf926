import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { Protocol, TestServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, eventTypesOf, type testClock, wrongCodeAt } from './factors.ts'
import { addPerson, byId, password } from './people.ts'
import { addRecoveryCodes, checkRecoveryCode } from './recoveryCodes.ts'
import { refusalOf } from './refusal.ts'

/** Where guesses are made. */
export interface World {
  readonly server: TestServer
  readonly clock: ReturnType<typeof testClock>
}

/** A person with every factor on an open session: everything that can be guessed at. */
export interface Victim {
  readonly userId: string
  readonly sessionId: string
  readonly secret: string
  /** Recovery codes that were not used yet; `right` takes one. */
  readonly recoveryCodes: string[]
}

/** One kind of secret to guess at. */
export interface Way {
  /** The event of a wrong attempt; that of a right one says `succeeded` instead. */
  readonly failed: string
  /** Requests the code or challenge that the attempts guess, if there is one. */
  open(world: World, victim: Victim): Promise<unknown>
  wrong(world: World, victim: Victim, protocol?: Protocol): Promise<unknown>
  right(world: World, victim: Victim): Promise<unknown>
}

/** Challenges whose code comes back in the reply. */
export const challenges = {
  otpSms: { returnCode: true },
  otpEmail: { deliveryType: { case: 'returnCode' as const, value: {} } },
}

/** A fresh victim, in the organization of the headers or the default one. */
export async function addVictim({ server, clock }: World, headers?: Record<string, string>): Promise<Victim> {
  const { userId } = await addPerson(server, headers ? { headers } : {})
  const secret = await addApp(server, userId)
  const users = server.client(UserService)
  await users.addOTPSMS({ userId })
  await users.addOTPEmail({ userId })
  const recoveryCodes = [...(await addRecoveryCodes(server, userId))]
  clock.advance(30)
  const { sessionId } = await server.client(SessionService).createSession({ checks: byId(userId) })
  return { userId, sessionId, secret, recoveryCodes }
}

/** Requests a code on the victim's session and returns it. */
export async function askFor({ server }: World, { sessionId }: Victim, kind: 'otpSms' | 'otpEmail') {
  const asked = { sessionId, challenges: { [kind]: challenges[kind] } }
  const reply = await server.client(SessionService).setSession(asked)
  return reply.challenges?.[kind] ?? ''
}

function check(world: World, { sessionId }: Victim, checks: object, protocol: Protocol = 'connect') {
  return world.server.client(SessionService, { protocol }).setSession({ sessionId, checks })
}

function codesBy(kind: 'otpSms' | 'otpEmail', middle: string): Way {
  return {
    failed: `user.human.mfa.otp.${middle}.check.failed`,
    open: (world, victim) => askFor(world, victim, kind),
    wrong: (world, victim, protocol) => check(world, victim, { [kind]: { code: 'x' } }, protocol),
    async right(world, victim) {
      const code = await askFor(world, victim, kind)
      return check(world, victim, { [kind]: { code } })
    },
  }
}

/** Every kind of secret that is guessed at on sessions. */
export const ways: Readonly<Record<'password' | 'totp' | 'otpSms' | 'otpEmail' | 'recoveryCode', Way>> = {
  password: {
    failed: 'user.human.password.check.failed',
    open: async () => undefined,
    wrong: (world, victim, protocol) => check(world, victim, { password: { password: 'wrong' } }, protocol),
    right: (world, victim) => check(world, victim, { password: { password } }),
  },
  totp: {
    failed: 'user.human.mfa.otp.check.failed',
    open: async () => undefined,
    wrong(world, victim, protocol) {
      const code = wrongCodeAt(victim.secret, world.clock.now())
      return check(world, victim, { totp: { code } }, protocol)
    },
    right(world, victim) {
      world.clock.advance(30)
      return check(world, victim, { totp: { code: codeAt(victim.secret, world.clock.now()) } })
    },
  },
  otpSms: codesBy('otpSms', 'sms'),
  otpEmail: codesBy('otpEmail', 'email'),
  recoveryCode: {
    failed: 'user.human.mfa.recovery_codes.check.failed',
    open: async () => undefined,
    wrong: ({ server }, { sessionId }) => checkRecoveryCode(server, sessionId, '00000-00000-00000'),
    right: ({ server }, { sessionId, recoveryCodes }) =>
      checkRecoveryCode(server, sessionId, recoveryCodes.pop() ?? ''),
  },
}

/** Guesses wrongly, so many times in a row; each attempt must have been evaluated. */
export async function guess(world: World, way: Way, victim: Victim, times: number): Promise<void> {
  for (let count = 1; count <= times; count++) {
    const { code } = await refusalOf(way.wrong(world, victim))
    if (code !== 'InvalidArgument') throw new Error(`guess ${count} of ${times} was answered with ${code}`)
  }
}

/** How many events of a type a person has. */
export async function countOf({ server }: World, userId: string, type: string): Promise<number> {
  return (await eventTypesOf(server, userId)).filter((one) => one === type).length
}
