import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf, testClock } from './factors.ts'
import { addPerson } from './people.ts'
import { addMachine, changedDetails, outcome } from './tenants.ts'
import { addHuman, addSelf, outcomes, readHuman, readUser, sentCode, unique } from './userFixtures.ts'

const clock = testClock()
const server = await testServer({ clock })

const users = () => server.client(UserService)
const returnCode = { case: 'returnCode', value: {} } as const
type Sent =
  | typeof returnCode
  | { readonly case: 'sendCode'; readonly value: { readonly urlTemplate?: string } }
  | { readonly case: undefined }
type Set = Sent | { readonly case: 'isVerified'; readonly value: boolean }
interface Written {
  readonly details?: unknown
  readonly verificationCode?: string
}

/** A kind of address; both follow the same rules (users notes §3). */
interface Channel {
  readonly name: 'email' | 'phone'
  fresh(): string
  read(userId: string): Promise<{ readonly address: string; readonly isVerified: boolean }>
  set(userId: string, address: string, verification?: Set): Promise<Written>
  resend(userId: string, verification?: Sent): Promise<Written>
  verify(userId: string, verificationCode: string): Promise<Written>
}

const nothing = { case: undefined } as const
const email: Channel = {
  name: 'email',
  fresh: () => `${unique('Contact')}@Mail.test`,
  async read(userId) {
    const { email: found } = await readHuman(server, userId)
    return { address: found?.email ?? '', isVerified: found?.isVerified ?? false }
  },
  set: (userId, address, verification = nothing) =>
    users().setEmail({ userId, email: address, verification }),
  resend: (userId, verification = nothing) => users().resendEmailCode({ userId, verification }),
  verify: (userId, verificationCode) => users().verifyEmail({ userId, verificationCode }),
}
let number = 0
const phone: Channel = {
  name: 'phone',
  fresh() {
    number += 1
    return `+4179556${String(number).padStart(4, '0')}`
  },
  async read(userId) {
    const { phone: found } = await readHuman(server, userId)
    return { address: found?.phone ?? '', isVerified: found?.isVerified ?? false }
  },
  set: (userId, address, verification = nothing) =>
    users().setPhone({ userId, phone: address, verification: phoneInput(verification) }),
  resend: (userId, verification = nothing) =>
    users().resendPhoneCode({ userId, verification: phoneCodeInput(verification) }),
  verify: (userId, verificationCode) => users().verifyPhone({ userId, verificationCode }),
}
const phoneCodeInput = (input: Sent) => (input.case === 'sendCode' ? { ...input, value: {} } : input)
const phoneInput = (input: Set) => (input.case === 'isVerified' ? input : phoneCodeInput(input))

describe.each([email, phone])('$name', (channel) => {
  const { name } = channel
  const wrong = `InvalidArgument user.${name}_code_wrong`
  const added = `user.human.${name}.code.added`

  test('a new address is unverified until its code is verified', async () => {
    const { userId } = await addPerson(server)
    const before = await eventTypesOf(server, userId)
    const address = channel.fresh()
    const { details, verificationCode = '' } = await channel.set(userId, address, returnCode)
    expect(details).toEqual(changedDetails(server.first.orgId, BigInt(before.length + 2)))
    expect(await channel.read(userId)).toEqual({ address, isVerified: false })
    expect(verificationCode).toMatch(/^[A-Z0-9]{6}$/)
    const verified = await channel.verify(userId, verificationCode)
    expect(verified.details).toEqual(changedDetails(server.first.orgId, BigInt(before.length + 3)))
    expect(await channel.read(userId)).toEqual({ address, isVerified: true })
    expect((await eventTypesOf(server, userId)).slice(before.length)).toEqual([
      `user.human.${name}.changed`,
      added,
      `user.human.${name}.verified`,
    ])
    expect(await outcome(channel.verify(userId, verificationCode)), 'once').toBe(wrong)
  })

  test.each([
    ['no verification', nothing, false],
    ['sendCode', { case: 'sendCode', value: {} }, false],
    ['isVerified', { case: 'isVerified', value: true }, true],
  ] as const)('set with %s', async (_, verification, verified) => {
    const { userId } = await addHuman(server)
    const address = channel.fresh()
    const { verificationCode = '' } = await channel.set(userId, address, verification)
    expect(verificationCode).toBe('')
    expect(await channel.read(userId)).toEqual({ address, isVerified: verified })
    if (verified) return
    await channel.verify(userId, await sentCode(server, userId, added))
    expect((await channel.read(userId)).isVerified).toBe(true)
  })

  test('isVerified false is refused', async () => {
    const { userId } = await addHuman(server)
    const call = channel.set(userId, channel.fresh(), { case: 'isVerified', value: false })
    expect(await outcome(call)).toMatch(/^InvalidArgument/)
  })

  test('the present address is refused, also with isVerified', async () => {
    const { userId } = await addHuman(server)
    const address = channel.fresh()
    await channel.set(userId, address)
    const calls = [
      channel.set(userId, address),
      channel.set(userId, address, { case: 'isVerified', value: true }),
    ]
    expect(await outcomes(calls)).toEqual(Array(2).fill(`FailedPrecondition user.${name}_unchanged`))
  })

  test('a later address and a later code void the earlier code', async () => {
    const { userId } = await addHuman(server)
    const first = await channel.set(userId, channel.fresh(), returnCode)
    const second = await channel.set(userId, channel.fresh(), returnCode)
    expect(await outcome(channel.verify(userId, first.verificationCode ?? ''))).toBe(wrong)
    const third = await channel.resend(userId, returnCode)
    expect(third.verificationCode).not.toBe(second.verificationCode)
    expect(await outcome(channel.verify(userId, second.verificationCode ?? ''))).toBe(wrong)
    await channel.verify(userId, third.verificationCode ?? '')
  })

  test('a wrong try is recorded and the code stays valid; an expired code is wrong', async () => {
    const { userId } = await addHuman(server)
    const { verificationCode = '' } = await channel.set(userId, channel.fresh(), returnCode)
    expect(await outcome(channel.verify(userId, 'WRONG1'))).toBe(wrong)
    expect((await eventTypesOf(server, userId)).at(-1)).toBe(`user.human.${name}.verification.failed`)
    await channel.verify(userId, verificationCode)
    const late = await channel.set(userId, channel.fresh(), returnCode)
    clock.advance(3601)
    expect(await outcome(channel.verify(userId, late.verificationCode ?? ''))).toBe(wrong)
    expect((await channel.read(userId)).isVerified).toBe(false)
  })

  test('the tenth wrong try voids the code', async () => {
    const { userId } = await addHuman(server)
    const { verificationCode = '' } = await channel.set(userId, channel.fresh(), returnCode)
    for (let count = 0; count < 10; count++)
      expect(await outcome(channel.verify(userId, 'WRONG1'))).toBe(wrong)
    expect(await outcome(channel.verify(userId, verificationCode))).toBe(wrong)
  })

  test('resending requires an outstanding code', async () => {
    const { userId } = await addPerson(server)
    expect(await outcome(channel.resend(userId))).toBe(`FailedPrecondition user.${name}_code_missing`)
    expect(await outcome(channel.verify(userId, 'NONE00'))).toBe(wrong)
  })

  test('unknown users and machines are not found', async () => {
    const { userId: robot } = await addMachine(server)
    for (const userId of ['404', robot]) {
      const calls = [
        channel.set(userId, channel.fresh()),
        channel.resend(userId),
        channel.verify(userId, 'NONE00'),
      ]
      expect(await outcomes(calls)).toEqual(Array(3).fill('NotFound user.not_found'))
    }
  })

  test('people verify their own address; strangers’ tries are not counted', async () => {
    const self = await addSelf(server)
    const { verificationCode = '' } = await channel.set(self.userId, channel.fresh(), returnCode)
    const verify = (token: string) => {
      const by = server.client(UserService, { token })
      const request = { userId: self.userId, verificationCode }
      return name === 'email' ? by.verifyEmail(request) : by.verifyPhone(request)
    }
    const { length } = await eventTypesOf(server, self.userId)
    expect(await outcome(verify((await addSelf(server)).token))).toMatch(/^NotFound/)
    expect(await eventTypesOf(server, self.userId)).toHaveLength(length)
    expect(await outcome(verify(self.token))).toBe('ok')
  })
})

describe('e-mail only', () => {
  test('SendEmailCode requires no outstanding code and accepts a verified address', async () => {
    const { userId, username } = await addPerson(server)
    const { verificationCode = '' } = await users().sendEmailCode({ userId, verification: returnCode })
    await email.verify(userId, verificationCode)
    expect(await email.read(userId)).toEqual({ address: username, isVerified: true })
    await users().sendEmailCode({ userId })
    expect(await outcome(users().sendEmailCode({ userId: '404' }))).toBe('NotFound user.not_found')
  })

  test('link templates are checked first', async () => {
    const bad = { case: 'sendCode', value: { urlTemplate: 'https://x.test/{{.Code' } } as const
    const calls = [
      users().setEmail({ userId: '404', email: email.fresh(), verification: bad }),
      users().resendEmailCode({ userId: '404', verification: bad }),
      users().sendEmailCode({ userId: '404', verification: bad }),
    ]
    expect(await outcomes(calls)).toEqual(Array(3).fill('InvalidArgument link_template.invalid'))
    const { userId } = await addHuman(server)
    const urlTemplate = 'https://x.test/{{.UserID}}?c={{ .Code }}&o={{.OrgID}}'
    await email.set(userId, email.fresh(), { case: 'sendCode', value: { urlTemplate } })
  })

  test('addresses with display names and malformed ones are refused', async () => {
    const { userId } = await addHuman(server)
    for (const address of ['', 'ada', 'Ada <ada@mail.test>', 'ada@', '@mail.test'])
      expect(await outcome(email.set(userId, address))).toMatch(/^InvalidArgument/)
  })
})

describe('phone only', () => {
  test('numbers without country code are Swiss and are compared in E.164', async () => {
    const { userId } = await addHuman(server)
    await phone.set(userId, '079 555 44 33')
    expect((await phone.read(userId)).address).toBe('+41795554433')
    expect(await outcome(phone.set(userId, '+41 79 555 44 33'))).toBe(
      'FailedPrecondition user.phone_unchanged',
    )
    expect(await outcome(phone.set(userId, 'x'))).toBe('InvalidArgument user.phone_invalid')
  })

  test('RemovePhone removes number and code; a second removal is refused', async () => {
    const { userId } = await addHuman(server)
    const { verificationCode = '' } = await phone.set(userId, phone.fresh(), returnCode)
    const { details } = await users().removePhone({ userId })
    expect(details).toEqual(changedDetails(server.first.orgId, 4n))
    expect(await phone.read(userId)).toEqual({ address: '', isVerified: false })
    expect(await outcome(phone.verify(userId, verificationCode))).toBe(
      'InvalidArgument user.phone_code_wrong',
    )
    expect(await outcome(users().removePhone({ userId }))).toBe('FailedPrecondition user.phone_missing')
    expect(await outcome(users().removePhone({ userId: '404' }))).toBe('NotFound user.not_found')
    expect(await outcome(phone.resend(userId))).toBe('FailedPrecondition user.phone_missing')
  })
})

test('addresses change the details of the user, codes do not (users notes §7)', async () => {
  const { userId } = await addPerson(server)
  const before = (await readUser(server, userId)).details
  clock.advance(1)
  await users().sendEmailCode({ userId })
  await outcome(email.verify(userId, 'WRONG1'))
  expect((await readUser(server, userId)).details).toEqual(before)
  await email.set(userId, email.fresh())
  const after = (await readUser(server, userId)).details
  expect(after?.sequence).toBeGreaterThan(before?.sequence ?? 0n)
  expect(after?.changeDate).not.toEqual(before?.changeDate)
})
