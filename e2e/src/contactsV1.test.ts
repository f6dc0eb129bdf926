import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf, testClock } from './factors.ts'
import { addMachine, addOrg, changedDetails, inOrg, outcome } from './tenants.ts'
import { addHuman, addSelf, outcomes, readHuman, sentCode, unique } from './userFixtures.ts'

const clock = testClock()
const server = await testServer({ clock })

const management = (org = orgId) => server.client(ManagementService, { headers: inOrg(org) })
const auth = (token: string) => server.client(AuthService, { token })
interface Written {
  readonly details?: unknown
}

/** The methods of management.v1 and auth.v1 for a kind of address. */
interface Channel {
  readonly name: 'email' | 'phone'
  fresh(): string
  read(userId: string): Promise<{ readonly address: string; readonly isVerified: boolean }>
  set(userId: string, address: string, verified?: boolean, org?: string): Promise<Written>
  resend(userId: string, org?: string): Promise<Written>
  setMine(token: string, address: string): Promise<Written>
  resendMine(token: string): Promise<Written>
  verifyMine(token: string, code: string): Promise<Written>
  /** The refusal of a new code for an unknown user. */
  readonly resendMissing: string
}
let number = 0
const channels: readonly Channel[] = [
  {
    name: 'email',
    fresh: () => `${unique('v1-contact')}@mail.test`,
    async read(userId) {
      const { email } = await management().getHumanEmail({ userId })
      return { address: email?.email ?? '', isVerified: email?.isEmailVerified ?? false }
    },
    set: (userId, email, isEmailVerified = false, org) =>
      management(org).updateHumanEmail({ userId, email, isEmailVerified }),
    resend: (userId, org) => management(org).resendHumanEmailVerification({ userId }),
    setMine: (token, email) => auth(token).setMyEmail({ email }),
    resendMine: (token) => auth(token).resendMyEmailVerification({}),
    verifyMine: (token, code) => auth(token).verifyMyEmail({ code }),
    resendMissing: 'NotFound user.not_found',
  },
  {
    name: 'phone',
    fresh() {
      number += 1
      return `+4179557${String(number).padStart(4, '0')}`
    },
    async read(userId) {
      const { phone } = await management().getHumanPhone({ userId })
      return { address: phone?.phone ?? '', isVerified: phone?.isPhoneVerified ?? false }
    },
    set: (userId, phone, isPhoneVerified = false, org) =>
      management(org).updateHumanPhone({ userId, phone, isPhoneVerified }),
    resend: (userId, org) => management(org).resendHumanPhoneVerification({ userId }),
    setMine: (token, phone) => auth(token).setMyPhone({ phone }),
    resendMine: (token) => auth(token).resendMyPhoneVerification({}),
    verifyMine: (token, code) => auth(token).verifyMyPhone({ code }),
    resendMissing: 'FailedPrecondition user.missing',
  },
]

const orgId = server.first.orgId

describe.each(channels)('$name by management.v1', (channel) => {
  const { name } = channel
  const unchanged = `FailedPrecondition user.${name}_unchanged`

  test('sets the address unverified with a code, or verified', async () => {
    const { userId } = await addHuman(server)
    const address = channel.fresh()
    expect((await channel.set(userId, address)).details).toEqual(changedDetails(orgId, 3n))
    expect(await channel.read(userId)).toEqual({ address, isVerified: false })
    expect(await outcome(channel.set(userId, address))).toBe(unchanged)
    await channel.set(userId, address, true)
    expect(await channel.read(userId), 'unverified becomes verified').toEqual({ address, isVerified: true })
    expect(await outcome(channel.set(userId, address, true))).toBe(unchanged)
    expect(await outcome(channel.set(userId, address))).toBe(unchanged)
    const next = channel.fresh()
    await channel.set(userId, next, true)
    expect(await channel.read(userId)).toEqual({ address: next, isVerified: true })
    expect(await eventTypesOf(server, userId)).toEqual([
      'user.human.added',
      `user.human.${name}.changed`,
      `user.human.${name}.code.added`,
      `user.human.${name}.verified`,
      `user.human.${name}.changed`,
      `user.human.${name}.verified`,
    ])
  })

  test('sends codes only to unverified addresses', async () => {
    const { userId } = await addHuman(server)
    await channel.set(userId, channel.fresh())
    const first = await sentCode(server, userId, `user.human.${name}.code.added`)
    expect((await channel.resend(userId)).details).toEqual(changedDetails(orgId, 4n))
    expect(await sentCode(server, userId, `user.human.${name}.code.added`)).not.toBe(first)
    await channel.set(userId, channel.fresh(), true)
    expect(await outcome(channel.resend(userId))).toBe(`FailedPrecondition user.${name}_already_verified`)
  })

  test('refuses machines and people of other organizations', async () => {
    const { userId } = await addHuman(server)
    const { userId: robot } = await addMachine(server)
    const elsewhere = (await addOrg(server)).orgId
    for (const [id, org] of [
      ['404', orgId],
      [robot, orgId],
      [userId, elsewhere],
    ] as const) {
      expect(await outcome(channel.set(id, channel.fresh(), false, org))).toBe(
        'FailedPrecondition user.missing',
      )
      expect(await outcome(channel.resend(id, org))).toBe(channel.resendMissing)
    }
    expect(await eventTypesOf(server, userId)).toEqual(['user.human.added'])
  })
})

describe.each(channels)('$name by auth.v1', (channel) => {
  const { name } = channel

  test('the person sets, resends and verifies; codes work once', async () => {
    const { userId, token } = await addSelf(server)
    const address = channel.fresh()
    expect((await channel.setMine(token, address)).details).toEqual(changedDetails(orgId))
    expect(await channel.read(userId)).toEqual({ address, isVerified: false })
    expect(await outcome(channel.setMine(token, address))).toBe(`FailedPrecondition user.${name}_unchanged`)
    const first = await sentCode(server, userId, `user.human.${name}.code.added`)
    await channel.resendMine(token)
    const second = await sentCode(server, userId, `user.human.${name}.code.added`)
    const wrong = `InvalidArgument user.${name}_code_wrong`
    expect(await outcome(channel.verifyMine(token, first))).toBe(wrong)
    expect((await eventTypesOf(server, userId)).at(-1)).toBe(`user.human.${name}.verification.failed`)
    expect((await channel.verifyMine(token, second)).details).toEqual(changedDetails(orgId))
    expect(await channel.read(userId)).toEqual({ address, isVerified: true })
    expect(await outcome(channel.verifyMine(token, second))).toBe(`NotFound user.${name}_code_not_found`)
    expect(await outcome(channel.resendMine(token))).toBe(`FailedPrecondition user.${name}_already_verified`)
  })

  test('an expired code is wrong', async () => {
    const { userId, token } = await addSelf(server)
    await channel.setMine(token, channel.fresh())
    const code = await sentCode(server, userId, `user.human.${name}.code.added`)
    clock.advance(3601)
    expect(await outcome(channel.verifyMine(token, code))).toBe(`InvalidArgument user.${name}_code_wrong`)
  })

  test('machines and unknown tokens are refused', async () => {
    const { token } = await addMachine(server)
    expect(await outcome(channel.setMine(token, channel.fresh()))).toBe('FailedPrecondition user.missing')
    expect(await outcome(channel.verifyMine(token, 'NONE00'))).toBe('NotFound user.not_found')
    expect(await outcome(channel.setMine('no-token', channel.fresh()))).toMatch(/^Unauthenticated/)
  })
})

test('RemoveHumanPhone and RemoveMyPhone remove the number; a second removal is refused', async () => {
  const { userId, token } = await addSelf(server)
  const noPhone = 'NotFound user.phone_not_found'
  expect((await auth(token).removeMyPhone({})).details).toEqual(changedDetails(orgId))
  expect((await readHuman(server, userId)).phone?.phone).toBe('')
  const none = [
    auth(token).removeMyPhone({}),
    auth(token).resendMyPhoneVerification({}),
    management().removeHumanPhone({ userId }),
    management().resendHumanPhoneVerification({ userId }),
  ]
  expect(await outcomes(none)).toEqual(Array(4).fill(noPhone))
  await management().updateHumanPhone({ userId, phone: '+41795559876' })
  expect((await management().removeHumanPhone({ userId })).details).toEqual(changedDetails(orgId))
  expect((await eventTypesOf(server, userId)).at(-1)).toBe('user.human.phone.removed')
  const elsewhere = management((await addOrg(server)).orgId)
  const missing = [management().removeHumanPhone({ userId: '404' }), elsewhere.removeHumanPhone({ userId })]
  expect(await outcomes(missing)).toEqual(Array(2).fill('NotFound user.not_found'))
})

test('user.v2 verifies a code that v1 sent', async () => {
  const { userId, token } = await addSelf(server)
  const email = `${unique('seen')}@mail.test`
  await auth(token).setMyEmail({ email })
  const verificationCode = await sentCode(server, userId, 'user.human.email.code.added')
  await server.client(UserService, { token }).verifyEmail({ userId, verificationCode })
  expect((await readHuman(server, userId)).email).toMatchObject({ email, isVerified: true })
})
