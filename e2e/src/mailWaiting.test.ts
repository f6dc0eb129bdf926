import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { afterAll, expect, test } from 'vitest'
import { reportMissingProviders } from '../../server/src/features/notifications/index.ts'
import { startHttpReceiver } from '../../server/src/features/notifications/testing/httpReceiver.ts'
import { startMailServer } from '../../server/src/features/notifications/testing/mailServer.ts'
import { startWorker } from '../../server/src/jobs/startWorker.ts'
import { systemClock } from '../../server/src/kernel/clock.ts'
import { testServer } from '../../server/src/testing/testServer.ts'
import { testClock } from './factors.ts'
import { linkIn } from './mailroom.ts'
import { addPerson, byId, password } from './people.ts'

const clock = testClock()
const environment = { SALLYPORT_SMTP_HELO: 'mail-client.id.example' }
const [server, mail, sms] = await Promise.all([
  testServer({ clock, environment }),
  startMailServer(),
  startHttpReceiver(),
])
afterAll(() => Promise.all([mail.close(), sms.close()]))

const users = server.client(UserService)
const admin = server.client(AdminService)
const warning = 'x-sallyport-warning'
const { database, logger } = server.product.deps

/** Logged lines, and a logger that writes them. */
function recorder() {
  const lines: Record<string, unknown>[] = []
  const into = { write: (line: string) => void lines.push(JSON.parse(line)) }
  return { lines, logger: pino({ level: 'info' }, into) }
}

/** Creates a person who is sent a code; returns the warnings of the reply. */
async function addUnproved(name: string) {
  const { headers, json } = await server.rest('POST', '/v2/users/human', {
    body: {
      username: name,
      profile: { givenName: 'Una', familyName: 'Unproved' },
      email: { email: name, sendCode: {} },
    },
  })
  return { userId: (json as { userId: string }).userId, warnings: headers.get(warning) }
}

/** The waiting jobs in the metrics of a worker that runs nothing. */
async function waiting(): Promise<string> {
  const metrics = new Registry()
  const jobs = { tasks: [], schedules: [] }
  const worker = await startWorker({
    database: server.testDatabase.database,
    logger,
    clock: systemClock,
    jobs,
    metrics,
  })
  const text = await metrics.metrics()
  await worker.stop()
  return text
    .split('\n')
    .filter((line) => line.startsWith('sallyport_jobs_waiting{'))
    .join()
}

test('a start without providers says so', async () => {
  const { lines, logger } = recorder()
  await reportMissingProviders({ ...server.product.deps, logger })
  expect(lines).toMatchObject([
    {
      level: 40,
      channel: 'email',
      instances: 1,
      msg: expect.stringContaining('no email provider is active'),
    },
    { level: 30, channel: 'sms', instances: 1 },
  ])
})

test('a code without a provider is told to the caller, logged and counted, and sent once one is activated if it is still valid', async () => {
  const late = await addUnproved('late@mail.example')
  expect(late.warnings).toBe('no-email-provider')
  await server.runJobs()
  clock.advance(3700)
  const { userId } = await addUnproved('ann@mail.example')
  await server.runJobs()
  expect(await waiting()).toBe('sallyport_jobs_waiting{reason="email-provider"} 2')

  const { id } = await admin.addEmailProviderSMTP({
    senderAddress: 'noreply@id.example',
    senderName: 'Sallyport',
    host: mail.host,
  })
  await admin.activateEmailProvider({ id })
  await server.runJobs()
  expect(mail.mails.map(({ to }) => to)).toEqual([['ann@mail.example']])
  expect(mail.greetings).toEqual(['mail-client.id.example'])
  const verificationCode = linkIn(mail.mails[0]).searchParams.get('code') ?? ''
  await users.verifyEmail({ userId, verificationCode })
  expect(await waiting()).toBe('')
  expect((await addUnproved('bob@mail.example')).warnings).toBeNull()
  await server.runJobs()
})

test('a one-time code of a session waits for an SMS provider, and is not sent twice', async () => {
  const { userId } = await addPerson(server)
  await users.addOTPSMS({ userId })
  const headers: (string | null)[] = []
  const { sessionId } = await server
    .client(SessionService)
    .createSession(
      { checks: { ...byId(userId), password: { password } }, challenges: { otpSms: {} } },
      { onHeader: (got) => void headers.push(got.get(warning)) },
    )
  expect(headers).toEqual(['no-sms-provider'])
  await server.runJobs()
  expect(await waiting()).toBe('sallyport_jobs_waiting{reason="sms-provider"} 1')
  const { id } = await admin.addSMSProviderHTTP({ endpoint: `${sms.url}/sms`, description: 'SMS' })
  await admin.activateSMSProvider({ id })
  await server.runJobs()
  await admin.deactivateSMSProvider({ id })
  await admin.activateSMSProvider({ id })
  await server.runJobs()
  expect(sms.requests).toHaveLength(1)
  const code = String(JSON.parse(sms.requests[0]?.body ?? '{}').args.code)
  await server.client(SessionService).setSession({ sessionId, checks: { otpSms: { code } } })
  expect(await waiting()).toBe('')
})

/** Requests a mail and runs its job once in a worker; returns the attempts left and what was logged. */
async function failing(prepare: () => Promise<unknown>) {
  const { userId } = await addPerson(server)
  await server.runJobs()
  await prepare()
  await users.passwordReset({ userId })
  const { lines, logger } = recorder()
  const worker = await startWorker({
    database: server.testDatabase.database,
    logger,
    clock: systemClock,
    jobs: server.product.jobs,
  })
  try {
    await expect.poll(() => lines.length).toBeGreaterThan(0)
  } finally {
    await worker.stop()
  }
  const left = await database.query<{ attempts: number; last_error: string }>(
    'select attempts, last_error from graphile_worker.jobs where starts_with(task_identifier, $1)',
    ['notifications.user_code'],
  )
  await database.query('delete from graphile_worker._private_jobs')
  return { line: lines[0] ?? {}, left, lines }
}

test.each([
  ['RCPT', 550],
  ['RCPT', 553],
  ['DATA', 554],
] as const)(
  'a mail that the server refuses for good to %s with %i is tried once, and said once',
  async (to, status) => {
    const { left, lines } = await failing(async () => {
      Object.assign(mail, { refuse: 1, refusal: { to, status } })
    })
    expect(left).toEqual([])
    expect(lines).toMatchObject([{ level: 50, msg: 'a job was given up' }])
    expect(lines[0]?.['reason']).toMatch(
      new RegExp(`^the mail server at ${mail.host} did not accept the message: SMTP ${status} to ${to}`),
    )
    expect(JSON.stringify(lines)).not.toMatch(/stack|ann@|example\.test|secret/)
  },
)

test.each([
  ['RCPT', 450],
  ['DATA', 451],
] as const)('a mail that the server refuses for now to %s with %i is tried again', async (to, status) => {
  const { left, line } = await failing(async () => {
    Object.assign(mail, { refuse: 1, refusal: { to, status } })
  })
  expect(left).toMatchObject([{ attempts: 1 }])
  expect(line).toMatchObject({ level: 40, attempts: 1, most: 25 })
})

test('a failing connection is logged with host, port and cause, without trace and personal data, and tried again', async () => {
  const { left, line, lines } = await failing(async () => {
    const { id } = await admin.addEmailProviderSMTP({
      senderAddress: 'noreply@id.example',
      senderName: 'Sallyport',
      host: '127.0.0.1:1',
    })
    await admin.activateEmailProvider({ id })
  })
  const reason = 'the mail server at 127.0.0.1:1 could not be reached: ECONNREFUSED'
  expect(line).toMatchObject({ level: 40, reason, task: 'notifications.user_code' })
  expect(left).toMatchObject([{ attempts: 1, last_error: reason }])
  expect(JSON.stringify(lines)).not.toMatch(/stack|at .*\.ts|example\.test/)
})
