import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { eventTypesOf } from './factors.ts'
import { password } from './people.ts'
import { addOrg, inOrg, outcome } from './tenants.ts'
import {
  addHuman,
  aHuman,
  type HumanInput,
  type NewHuman,
  outcomes,
  readHuman,
  readUser,
  sentCode,
  unique,
} from './userFixtures.ts'

const server = await testServer()

type Human = HumanInput & Pick<NewHuman, 'username'>
const users = () => server.client(UserService)
const named = { givenName: 'Ada', familyName: 'Lovelace' }
const value = Buffer.from('x')
const typed = (word: string): Human => ({ passwordType: { case: 'password', value: { password: word } } })
const hashed = (hash: string): Human => ({ passwordType: { case: 'hashedPassword', value: { hash } } })

const refusals: readonly (readonly [string, Human, string])[] = [
  ['a blank username', { username: ' ' }, 'user.name_empty'],
  ['a blank given name', { profile: { ...named, givenName: ' ' } }, 'user.name_empty'],
  ['a blank family name', { profile: { ...named, familyName: ' ' } }, 'user.name_empty'],
  ['no given name', { profile: { ...named, givenName: '' } }, ''],
  ['no profile', { profile: undefined } as unknown as Human, ''],
  ['no address', { email: { email: '' } }, ''],
  ['an address with a display name', { email: { email: 'Ada <ada@mail.test>' } }, ''],
  ['an address without host', { email: { email: 'ada@' } }, ''],
  ['letters for a number', { phone: { phone: 'call me' } }, 'user.phone_invalid'],
  ['a number that is too short', { phone: { phone: '+41' } }, 'user.phone_invalid'],
  ['a broken link template', template('https://x.test/{{.Code'), 'link_template.invalid'],
  ['an unknown field in a link', template('https://x.test/{{.Password}}'), 'link_template.invalid'],
  ['a link that calls a function', template('https://x.test/{{printf "%s" .Code}}'), 'link_template.invalid'],
  ['a blank metadata key', { metadata: [{ key: ' ', value }] }, 'user.metadata_invalid'],
  ['an empty metadata value', { metadata: [{ key: 'k', value: Buffer.alloc(0) }] }, ''],
  ['a short TOTP seed', { totpSecret: 'JBSWY3DP' }, 'user.totp_secret_invalid'],
  ['a seed that is no base32', { totpSecret: '!!!!1111' }, 'second_factor.totp_secret_invalid'],
  ['a short password', typed('Aa1!aaa'), 'password.too_short'],
  ['no capital letter', typed('correct-horse-1'), 'password.no_uppercase'],
  ['no small letter', typed('CORRECT-HORSE-1'), 'password.no_lowercase'],
  ['no digit', typed('Correct-Horse-'), 'password.no_number'],
  ['no symbol', typed('CorrectHorse1'), 'password.no_symbol'],
  ['a password above 72 characters', typed(`${password}${'ü'.repeat(59)}`), 'password.too_long'],
  ['an unknown hash', hashed('$unknown$1$salt$hash'), 'password.hash_unsupported'],
  ['a bcrypt hash too cheap for bcrypt', hashed(bcrypt('03')), 'password.hash_malformed'],
  ['a bcrypt hash with too high a cost', hashed(bcrypt('17')), 'password.hash_too_costly'],
]

function template(urlTemplate: string): Human {
  const email = `${unique('template')}@mail.test`
  return { email: { email, verification: { case: 'sendCode', value: { urlTemplate } } } }
}

function bcrypt(cost: string): string {
  return `$2a$${cost}$XajjQvNhvvRt5GSeFk1xFeyqRrsxkhBkUiQeg0dt.wU1qD4aFDcga`
}

const orgId = server.first.orgId

test.each(refusals)('%s: both messages refuse it', async (_, input, id) => {
  const { username = unique('refused'), ...human } = input
  const calls = await outcomes([
    users().addHumanUser({ ...aHuman(human), username }),
    users().createUser({
      organizationId: orgId,
      username,
      userType: { case: 'human', value: aHuman(human) },
    }),
  ])
  expect(calls).toEqual(Array(2).fill(id ? `InvalidArgument ${id}` : 'InvalidArgument'))
  const { result } = await users().listUsers({
    queries: [{ query: { case: 'userNameQuery', value: { userName: username } } }],
  })
  expect(result).toEqual([])
})

test('a machine without a name, a user without a type and an unknown identity provider are refused', async () => {
  const organizationId = orgId
  const nameless = { case: 'machine', value: { name: ' ' } } as const
  expect(await outcome(users().createUser({ organizationId, userType: nameless }))).toMatch(
    /^InvalidArgument/,
  )
  expect(await outcome(users().createUser({ organizationId }))).toMatch(/^InvalidArgument/)
  const management = server.client(ManagementService)
  expect(await outcome(management.addMachineUser({ userName: '', name: 'x' }))).toMatch(/^InvalidArgument/)
  expect(await outcome(management.addMachineUser({ userName: unique('x'), name: '' }))).toMatch(
    /^InvalidArgument/,
  )
  const idpLinks = [{ idpId: '404', userId: 'external', userName: 'external' }]
  expect(await outcome(addHuman(server, { idpLinks }))).toBe('FailedPrecondition user.idp_unknown')
})

test('the organization’s complexity policy applies to plain passwords, not to hashes', async () => {
  const org = await addOrg(server, 'Long passwords')
  await server
    .client(ManagementService, { headers: inOrg(org.orgId) })
    .addCustomPasswordComplexityPolicy({ minLength: 20n })
  const inside = { organization: { org: { case: 'orgId', value: org.orgId } } } as const
  expect(await outcome(addHuman(server, { ...inside, ...typed(password) }))).toBe(
    'InvalidArgument password.too_short',
  )
  await addHuman(server, { ...inside, ...typed('a'.repeat(20)) })
  expect(await outcome(addHuman(server, typed('a'.repeat(20))))).toBe('InvalidArgument password.no_uppercase')
  const hash = '$2b$10$XajjQvNhvvRt5GSeFk1xFesrHCVR8mohywHGTGU/ogz.Y3LDsE/Wq'
  const passwordType = { case: 'hashedPassword', value: { hash, changeRequired: true } } as const
  const { userId } = await addHuman(server, { ...inside, passwordType })
  expect((await readHuman(server, userId)).passwordChangeRequired).toBe(true)
})

test('a refused creation stores nothing; the username stays free', async () => {
  const username = unique('atomic')
  const userId = unique('atomic-id')
  await outcome(addHuman(server, { userId, username, ...typed('x') }))
  await addHuman(server, { userId: unique('another'), username })
  expect(await eventTypesOf(server, userId)).toEqual([])
})

describe('how the address is proved', () => {
  const email = () => `${unique('proof')}@mail.test`
  type Email = Extract<HumanInput['email'], { readonly $typeName?: never }>
  type Proof = NonNullable<Email['verification']>
  const variants: readonly (readonly [string, Proof, readonly string[], boolean, boolean])[] = [
    ['nothing said', { case: undefined }, ['user.human.email.code.added'], false, false],
    ['sendCode', { case: 'sendCode', value: {} }, ['user.human.email.code.added'], false, false],
    ['returnCode', { case: 'returnCode', value: {} }, ['user.human.email.code.added'], false, true],
    ['isVerified', { case: 'isVerified', value: true }, ['user.human.email.verified'], true, false],
    ['not isVerified', { case: 'isVerified', value: false }, [], false, false],
  ]
  test.each(variants)('%s', async (_, verification, events, verified, returned) => {
    const reply = await addHuman(server, { email: { email: email(), verification } })
    const { userId, emailCode = '' } = reply
    expect(await eventTypesOf(server, userId)).toEqual(['user.human.added', ...events])
    expect((await readHuman(server, userId)).email?.isVerified).toBe(verified)
    expect(emailCode !== '').toBe(returned)
    if (!events.includes('user.human.email.code.added')) return
    const code = await sentCode(server, userId, 'user.human.email.code.added')
    expect(code).toMatch(/^[A-Z0-9]{6}$/)
    if (returned) expect(emailCode).toBe(code)
    await users().verifyEmail({ userId, verificationCode: code })
    expect((await readHuman(server, userId)).email?.isVerified).toBe(true)
  })

  test.each([
    ['nothing said', { case: undefined }, ['user.human.phone.code.added'], false],
    ['sendCode', { case: 'sendCode', value: {} }, ['user.human.phone.code.added'], false],
    ['returnCode', { case: 'returnCode', value: {} }, ['user.human.phone.code.added'], true],
    ['isVerified', { case: 'isVerified', value: true }, ['user.human.phone.verified'], false],
  ] as const)('of a phone: %s', async (_, verification, events, returned) => {
    const { id, phoneCode = '' } = await users().createUser({
      organizationId: orgId,
      userType: { case: 'human', value: aHuman({ phone: { phone: '+41795559999', verification } }) },
    })
    expect(await eventTypesOf(server, id)).toEqual(['user.human.added', ...events])
    expect(phoneCode !== '').toBe(returned)
    if (returned) await users().verifyPhone({ userId: id, verificationCode: phoneCode })
    const verified = returned || verification.case === 'isVerified'
    expect((await readHuman(server, id)).phone).toMatchObject({ phone: '+41795559999', isVerified: verified })
  })

  test.each([
    ['+4179', '+4179'],
    ['+1 555 555 5555', '+15555555555'],
    ['+52 1 55 1234 5678', '+525512345678'],
    ['+44 7700 900000 0', '+4477009000000'],
  ])('takes the number %s that libphonenumber parses as %s, possible or not', async (phone, stored) => {
    const { userId } = await addHuman(server, { phone: { phone } })
    expect((await readHuman(server, userId)).phone?.phone).toBe(stored)
  })

  test('an empty number is no phone', async () => {
    const { userId } = await addHuman(server, { phone: { phone: '' } })
    expect((await readHuman(server, userId)).phone?.phone).toBe('')
    expect(await eventTypesOf(server, userId)).toEqual(['user.human.added'])
  })
})

const loginName = async (userId: string) => (await readUser(server, userId)).preferredLoginName

test('an organization’s policy moves its usernames into its scope and back; a conflict refuses the way back', async () => {
  const admin = server.client(AdminService)
  const { orgId } = await addOrg(server, 'Moving')
  const username = unique('shared')
  const { userId: first } = await addHuman(server, { username })
  expect(await outcome(addHuman(server, { username }, inOrg(orgId)))).toBe(
    'AlreadyExists user.username_taken',
  )
  await admin.addCustomDomainPolicy({ orgId, userLoginMustBeDomain: true })
  const { userId } = await addHuman(server, { username }, inOrg(orgId))
  expect(await loginName(userId)).toMatch(new RegExp(`^${username}@`))
  const reset = () => outcome(admin.resetCustomDomainPolicyToDefault({ orgId }))
  expect(await reset()).toBe('AlreadyExists user.username_taken')
  await users().deleteUser({ userId: first })
  expect(await reset()).toBe('ok')
  expect(await loginName(userId)).toBe(username)
})

test('the instance’s policy moves the usernames of organizations without a policy of their own', async () => {
  const admin = server.client(AdminService)
  const [own, free] = [await addOrg(server), await addOrg(server)]
  await admin.addCustomDomainPolicy({ orgId: own.orgId, userLoginMustBeDomain: false })
  const names = [unique('staying'), unique('moving')]
  const staying = await addHuman(server, { username: names[0] ?? '' }, own.headers)
  const moving = await addHuman(server, { username: names[1] ?? '' }, free.headers)
  await admin.updateDomainPolicy({ userLoginMustBeDomain: true })
  expect(await loginName(staying.userId)).toBe(names[0])
  expect(await loginName(moving.userId)).toMatch(new RegExp(`^${names[1]}@`))
  await admin.updateDomainPolicy({ userLoginMustBeDomain: false })
  expect(await loginName(moving.userId)).toBe(names[1])
})

test('the instance’s policy for logins with the organization’s domain applies to later creations', async () => {
  const admin = server.client(AdminService)
  const username = unique('twice')
  const { orgId: other } = await addOrg(server, 'Other')
  await addHuman(server, { username })
  await admin.updateDomainPolicy({ userLoginMustBeDomain: true })
  await addHuman(server, { username }, inOrg(other))
  expect(await outcome(addHuman(server, { username }))).toBe('AlreadyExists user.username_taken')
  expect(await outcome(admin.updateDomainPolicy({ userLoginMustBeDomain: false }))).toBe(
    'AlreadyExists user.username_taken',
  )
})
