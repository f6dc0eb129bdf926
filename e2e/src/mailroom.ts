import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll } from 'vitest'
import {
  type HttpReceiver,
  startHttpReceiver,
} from '../../server/src/features/notifications/testing/httpReceiver.ts'
import {
  type MailServer,
  type ReceivedMail,
  startMailServer,
} from '../../server/src/features/notifications/testing/mailServer.ts'
import { outcomesStored } from '../../server/src/testing/runJobs.ts'
import { type TestServer, type TestServerOptions, testServer } from '../../server/src/testing/testServer.ts'

/** A request to an HTTP provider. */
export interface Posted {
  readonly contextInfo: Readonly<Record<string, unknown>>
  readonly templateData: Readonly<Record<string, string>>
  readonly args: Readonly<Record<string, unknown>>
}

/** A server whose mails go to a real SMTP server and whose SMS go to a real HTTP receiver. */
export interface Mailroom {
  readonly server: TestServer
  readonly mail: MailServer
  readonly sms: HttpReceiver
  /** The active SMTP provider, and the active HTTP provider for SMS. */
  readonly emailProviderId: string
  readonly smsProviderId: string
  /** Runs the due jobs; returns the mails to this address that they sent. */
  mailsTo(address: string): Promise<readonly ReceivedMail[]>
  /** Runs the due jobs; returns the posts for this number that they sent. */
  smsTo(number: string): Promise<readonly Posted[]>
  /** Makes jobs that wait for a retry due. */
  retryNow(): Promise<void>
  /** Task and last error of each job that is not done, once none is running. */
  waitingJobs(): Promise<readonly { readonly task: string; readonly last_error: string | null }[]>
}

/** Opens the mailroom of the test file that calls this at its top level, with both providers active. */
export async function mailroom(options: TestServerOptions = {}): Promise<Mailroom> {
  const [server, mail, sms] = await Promise.all([testServer(options), startMailServer(), startHttpReceiver()])
  afterAll(() => Promise.all([mail.close(), sms.close()]))
  const admin = server.client(AdminService)
  const { id: emailProviderId } = await admin.addEmailProviderSMTP({
    senderAddress: 'noreply@id.example',
    senderName: 'Sallyport',
    host: mail.host,
  })
  await admin.activateEmailProvider({ id: emailProviderId })
  const { id: smsProviderId } = await admin.addSMSProviderHTTP({
    endpoint: `${sms.url}/sms`,
    description: 'SMS',
  })
  await admin.activateSMSProvider({ id: smsProviderId })
  const { database } = server.product.deps
  return {
    server,
    mail,
    sms,
    emailProviderId,
    smsProviderId,
    async mailsTo(address) {
      const before = mail.mails.length
      await server.runJobs()
      return mail.mails.slice(before).filter(({ to }) => to.includes(address))
    },
    async smsTo(number) {
      const before = sms.requests.length
      await server.runJobs()
      return sms.requests
        .slice(before)
        .map(({ body }): Posted => JSON.parse(body))
        .filter(({ contextInfo }) => contextInfo['recipientPhoneNumber'] === number)
    },
    async retryNow() {
      await outcomesStored(database)
      await database.query('update graphile_worker._private_jobs set run_at = now()')
    },
    async waitingJobs() {
      await outcomesStored(database)
      return database.query(
        `select t.identifier as task, j.last_error from graphile_worker._private_jobs j
           join graphile_worker._private_tasks t on t.id = j.task_id order by j.id`,
      )
    },
  }
}

/** Returns a mail's link, which is the same in its text and its HTML. */
export function linkIn(mail: ReceivedMail | undefined): URL {
  const inText = /https?:\S+/.exec(mail?.text ?? '')?.[0] ?? ''
  const inHtml = (/href="([^"]+)"/.exec(mail?.html ?? '')?.[1] ?? '').replaceAll('&#38;', '&')
  if (inText === '' || inText !== inHtml) throw new Error(`the links differ: '${inText}' and '${inHtml}'`)
  return new URL(inText)
}

let count = 0

/** A person with an address and a number of their own. */
export interface Reader {
  readonly userId: string
  readonly email: string
  readonly phone: string
}

/** Creates a person with verified address and number; without `password` they cannot log in with one. */
export async function addReader(
  server: TestServer,
  options: { readonly password?: string; readonly language?: string } = {},
): Promise<Reader> {
  count += 1
  const email = `reader-${count}@mail.example`
  const phone = `+4178${String(2_000_000 + count)}`
  const { userId } = await server.client(UserService).addHumanUser({
    username: email,
    profile: {
      givenName: 'Rea',
      familyName: `<b>Reader</b> ${count}`,
      ...(options.language !== undefined && { preferredLanguage: options.language }),
    },
    email: { email, verification: { case: 'isVerified', value: true } },
    phone: { phone, verification: { case: 'isVerified', value: true } },
    ...(options.password !== undefined && {
      passwordType: { case: 'password', value: { password: options.password, changeRequired: false } },
    }),
  })
  return { userId, email, phone }
}
