import { createHash } from 'node:crypto'
import { ManagementService as NewerManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { KeyType } from '@zitadel/proto/zitadel/auth_n_key_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, testClock } from './factors.ts'
import { password } from './people.ts'
import { addRecoveryCodes } from './recoveryCodes.ts'

const clock = testClock()
const returnCode = { case: 'returnCode', value: {} } as const
const verified = { case: 'isVerified', value: true } as const
const guessed = 'Guessed-Wrong-9'
const twilioToken = 'twilio-token-0123456789'
const smtpPassword = 'smtp-password-0123456789'
/** A recovery code of another system, and the hash of one. */
const carriedCode = '7b2kq-x9m4t'
const carriedHash = '$2b$10$9ChfUQjcOMDn5nJaCfyuxOR1l/JPTg37XtHVyrJmmK7J0yHj.2FuC'
const seed = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

let appSeed: string
/** All secrets in replies and requests. */
const revealed: string[] = [password, guessed, twilioToken, smtpPassword, seed]
const server = await testServer({ clock })

const secret = (text: string | undefined): string => {
  expect(text).toMatch(/.{6}/)
  revealed.push(text ?? '')
  return text ?? ''
}

/** A person with every kind of secret and of code, each still in use. */
async function addPerson(): Promise<string> {
  const users = server.client(UserService)
  const made = await users.addHumanUser({
    username: 'secretive',
    profile: { givenName: 'S', familyName: 'P' },
    email: { email: 'secretive@example.test', verification: verified },
    phone: { phone: '+41791112233', verification: verified },
    passwordType: { case: 'password', value: { password } },
  })
  const id = made.userId
  appSeed = secret(await addApp(server, id))
  await users.addOTPEmail({ userId: id })
  for (const code of await addRecoveryCodes(server, id))
    for (const text of [code, code.replaceAll('-', '')]) secret(text)
  await users.addOTPSMS({ userId: id })
  secret(
    (await users.setEmail({ userId: id, email: 'new@example.test', verification: returnCode }))
      .verificationCode,
  )
  secret(
    (await users.setPhone({ userId: id, phone: '+41794445566', verification: returnCode })).verificationCode,
  )
  secret((await users.passwordReset({ userId: id, medium: returnCode })).verificationCode)
  await users.addHumanUser({
    username: 'seeded',
    profile: { givenName: 'S', familyName: 'Q' },
    email: { email: 'seeded@example.test' },
    totpSecret: seed,
  })
  const { userId: invited } = await users.addHumanUser({
    username: 'invited',
    profile: { givenName: 'I', familyName: 'N' },
    email: { email: 'invited@example.test', verification: verified },
  })
  secret((await users.createInviteCode({ userId: invited, verification: returnCode })).inviteCode)
  for (const text of [carriedCode, carriedCode.replace('-', '').toUpperCase(), carriedHash]) secret(text)
  await server.client(NewerManagementService).importHumanUser({
    userName: 'carried',
    profile: { firstName: 'C', lastName: 'D' },
    email: { email: 'carried@example.test', isEmailVerified: true },
    otpCode: seed,
    recoveryCodes: [
      { codeType: { case: 'raw', value: carriedCode } },
      { codeType: { case: 'hash', value: carriedHash } },
    ],
  })
  return id
}

async function addMachine(): Promise<string> {
  const management = server.client(ManagementService)
  const { userId: id } = await management.addMachineUser({ userName: 'robot', name: 'Robot' })
  secret((await management.addPersonalAccessToken({ userId: id })).token)
  secret((await management.generateMachineSecret({ userId: id })).clientSecret)
  const { keyDetails } = await management.addMachineKey({ userId: id, type: KeyType.JSON })
  const { key } = JSON.parse(Buffer.from(keyDetails).toString()) as { readonly key: string }
  // The end of an RSA key holds its private numbers; the public ones come first.
  secret(key.replace(/-----.+?-----|\s/g, '').slice(-80, -10))
  return id
}

/** A person whose verified addresses codes are sent to. */
async function addReached(): Promise<string> {
  const users = server.client(UserService)
  const { userId: id } = await users.addHumanUser({
    username: 'reached',
    profile: { givenName: 'R', familyName: 'D' },
    email: { email: 'reached@example.test', verification: verified },
    phone: { phone: '+41791112244', verification: verified },
  })
  await users.addOTPEmail({ userId: id })
  await users.addOTPSMS({ userId: id })
  return id
}

/** A session with all checks passed, a wrong guess on record, and challenges pending. */
async function addSession(): Promise<string> {
  const sessions = server.client(SessionService)
  clock.advance(30)
  const user = { search: { case: 'userId', value: userId } } as const
  const wrong = sessions.createSession({ checks: { user, password: { password: guessed } } })
  await expect(wrong).rejects.toThrow()
  const created = await sessions.createSession({ checks: { user, password: { password } } })
  const id = created.sessionId
  secret(created.sessionToken)
  const raised = await sessions.setSession({
    sessionId: id,
    checks: { totp: { code: codeAt(appSeed, clock.now()) } },
    challenges: { otpSms: { returnCode: true }, otpEmail: { deliveryType: returnCode } },
  })
  secret(raised.sessionToken)
  secret(raised.challenges?.otpSms)
  secret(raised.challenges?.otpEmail)
  // Delivered by a job instead.
  const reached = { search: { case: 'userId', value: await addReached() } } as const
  await sessions.createSession({ checks: { user: reached }, challenges: { otpSms: {}, otpEmail: {} } })
  return id
}

async function addProviders(): Promise<void> {
  const admin = server.client(AdminService)
  await admin.addSMTPConfig({
    senderAddress: 'no-reply@localhost',
    senderName: 'S',
    host: 'smtp.example.test:587',
    user: 'u',
    password: smtpPassword,
  })
  await admin.addSMSProviderTwilio({ sid: 'AC1', token: twilioToken, senderNumber: '+15005550006' })
}

/** Every row of every table as text, but for the sealed column of the secrets table and the wrapped data keys. */
async function dump(): Promise<ReadonlyMap<string, string>> {
  const { query } = server.testDatabase.database
  const tables = await query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  )
  const texts = new Map<string, string>()
  for (const { name } of tables) {
    const rows = await query<{ row: string }>(`select t::text as row from ${name} t`)
    texts.set(name, rows.map(({ row }) => row).join('\n'))
  }
  return texts
}

/** A secret as it could lie around: itself, encoded, and its plain digests. */
function formsOf(plain: Buffer): readonly string[] {
  const digest = createHash('sha256').update(plain).digest()
  const encoded = [plain, digest].flatMap((bytes) => [
    bytes.toString('hex'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
  ])
  return [plain.toString('utf8'), ...encoded].filter((text) => text.length >= 6)
}

/** Whether the text holds the form as a word of its own; short codes also occur within ids by chance. */
function holds(text: string, form: string): boolean {
  for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
    const around = `${text.charAt(at - 1)}${text.charAt(at + form.length)}`
    if (form.length > 12 || !/[0-9a-z]/i.test(around)) return true
  }
  return false
}

/** Returns all sealed secrets, opened. */
async function opened() {
  const rows = await server.testDatabase.database.query<{
    instance_id: string
    stream_type: string
    stream_id: string
    id: string
  }>('select instance_id, stream_type, stream_id, id from secrets')
  return Promise.all(
    rows.map(async ({ instance_id: instanceId, stream_type: type, stream_id, id }) => ({
      name: `${type}/${stream_id}/${id}`,
      plain:
        (await server.product.deps.log.secret({ instanceId, type, id: stream_id }, id)) ?? Buffer.alloc(0),
    })),
  )
}

const userId = await addPerson()
const machine = await addMachine()
const sessionId = await addSession()
await addProviders()

test('no table holds a secret, an encoding or a digest of it, but sealed', async () => {
  const sealed = await opened()
  expect(sealed.length).toBeGreaterThan(15)
  const secrets = [
    ...sealed,
    ...revealed.map((text, at) => ({ name: `revealed ${at}`, plain: Buffer.from(text) })),
  ]
  const tables = await dump()
  expect(tables.size).toBeGreaterThan(20)
  const found = secrets.flatMap(({ name, plain }) =>
    formsOf(plain).flatMap((form) =>
      [...tables].filter(([, text]) => holds(text, form)).map(([table]) => `${name} in ${table}`),
    ),
  )
  expect([...new Set(found)]).toEqual([])
  for (const [table, text] of tables) expect(text, table).not.toMatch(/\$argon2|\$2[aby]\$|246172676f6e32/)
})

test('the scan finds a name that events and rows hold', async () => {
  const tables = await dump()
  const holding = [...tables].filter(([, text]) => holds(text, 'secretive')).map(([table]) => table)
  expect(holding).toEqual(expect.arrayContaining(['public.events', 'public.streams', 'public.users']))
})

test('the events that the API returns hold no secret either', async () => {
  const { events } = await server.client(AdminService).listEvents({ limit: 1000 })
  const text = JSON.stringify(events, (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
  expect(text).toContain('user.human.password.changed')
  const secrets = [...(await opened()).map(({ plain }) => plain), ...revealed.map((one) => Buffer.from(one))]
  expect(secrets.flatMap(formsOf).filter((form) => holds(text, form))).toEqual([])
})

async function sealedOf(streamId: string): Promise<number> {
  return (await opened()).filter(({ name }) => name.split('/')[1] === streamId).length
}

test('a removal takes its secrets along, one by one and as a whole', async () => {
  const users = server.client(UserService)
  const before = await sealedOf(userId)
  await users.removeTOTP({ userId })
  expect(await sealedOf(userId)).toBe(before - 1)

  expect(await sealedOf(sessionId)).toBeGreaterThan(0)
  await server.client(SessionService).deleteSession({ sessionId })
  expect(await sealedOf(sessionId)).toBe(0)

  await users.deleteUser({ userId })
  expect(await sealedOf(userId)).toBe(0)

  expect(await sealedOf(machine)).toBeGreaterThan(1)
  await server.client(ManagementService).removeMachineSecret({ userId: machine })
  await server.client(ManagementService).removeUser({ id: machine })
  expect(await sealedOf(machine)).toBe(0)

  const admin = server.client(AdminService)
  const ofInstance = await sealedOf(server.first.instanceId)
  await admin.removeSMTPConfig({ id: (await admin.listSMTPConfigs({})).result[0]?.id ?? '' })
  await admin.removeSMSProvider({ id: (await admin.listSMSProviders({})).result[0]?.id ?? '' })
  expect(await sealedOf(server.first.instanceId)).toBe(ofInstance - 2)
  expect((await server.product.deps.log.verify()).findings).toEqual([])
})
