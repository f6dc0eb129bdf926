import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, type ExpectStatic, test } from 'vitest'
import {
  type MailServer,
  startMailServer,
} from '../../server/src/features/notifications/testing/mailServer.ts'
import { createTestDatabase, type TestDatabase } from '../../server/src/testing/testDatabase.ts'
import { restClient } from './restClient.ts'
import {
  makeDataDir,
  readToken,
  removeDataDir,
  type ServerProcess,
  startServerProcess,
} from './serverProcess.ts'

let mail: MailServer
let opened: TestDatabase
const directories = [makeDataDir(), makeDataDir(), makeDataDir()] as const
beforeAll(async () => {
  ;[mail, opened] = await Promise.all([startMailServer(), createTestDatabase()])
})
afterAll(async () => {
  for (const dataDir of directories) removeDataDir(dataDir)
  await opened.close()
  await mail.close()
})

const mailsTo = (address: string) => mail.mails.filter(({ to }) => to.includes(address)).length

/** Creates a person; returns once the job sends the code to the mail server, which does not accept the mail. */
async function startMail(
  { url, dataDir }: ServerProcess,
  address: string,
  expect: ExpectStatic,
): Promise<void> {
  const client = restClient(url, readToken(dataDir))
  const provider = { senderAddress: 'login@process.example', senderName: 'Sallyport', host: mail.host }
  const { json } = await client('POST', '/admin/v1/email/smtp', provider)
  await client('POST', `/admin/v1/email/${json['id']}/_activate`, {})
  mail.hanging.add(address)
  const { status } = await client('POST', '/v2/users/human', {
    username: address,
    profile: { givenName: 'Kim', familyName: 'Killed' },
    email: { email: address, sendCode: {} },
  })
  expect(status).toBe(200)
  await expect.poll(() => mailsTo(address)).toBe(1)
  mail.hanging.delete(address)
}

const outbound = { SALLYPORT_OUTBOUND_ALLOW: '127.0.0.1' }

test.concurrent('a mail that a killed process was sending is sent once it is started again', async ({
  expect,
}) => {
  const dataDir = directories[0]
  const killed = await startServerProcess({ dataDir, settings: outbound })
  await startMail(killed, 'restarted@process.example', expect)
  await killed.kill()
  const server = await startServerProcess({ dataDir, settings: outbound })
  try {
    await expect.poll(() => mailsTo('restarted@process.example'), { timeout: 60_000 }).toBe(2)
  } finally {
    await server.kill()
  }
}, 120_000)

test.concurrent('a job belongs to its process as long as that lives; once it is killed, another one runs the job', async ({
  expect,
}) => {
  const settings = {
    ...{ SALLYPORT_DATABASE_URL: opened.url, SALLYPORT_MASTERKEY: '07'.repeat(32) },
    ...outbound,
  }
  const first = await startServerProcess({ dataDir: directories[1], settings })
  await startMail(first, 'taken-over@process.example', expect)
  const other = await startServerProcess({ dataDir: directories[2], settings })
  try {
    // Longer than the other one takes to notice that a process has ended, shorter than the patience with a mail server.
    await pause(22_000)
    expect(mailsTo('taken-over@process.example')).toBe(1)
    await first.kill()
    await expect.poll(() => mailsTo('taken-over@process.example'), { timeout: 60_000 }).toBe(2)
    const left = () =>
      opened.database.query('select from graphile_worker._private_jobs where locked_at is not null')
    await expect.poll(left).toEqual([])
    expect(mailsTo('taken-over@process.example')).toBe(2)
  } finally {
    await Promise.all([first.kill(), other.kill()])
  }
}, 120_000)
