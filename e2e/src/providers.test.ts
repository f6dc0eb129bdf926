import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import {
  EmailProviderState,
  SMSProviderConfigState,
  SMTPConfigState,
} from '@zitadel/proto/zitadel/settings_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { afterAll, describe, expect, test } from 'vitest'
import { startMailServer } from '../../server/src/features/notifications/testing/mailServer.ts'
import { type Protocol, testServer } from '../../server/src/testing/testServer.ts'
import { eventsOf } from './factors.ts'
import { addReader } from './mailroom.ts'
import { password } from './people.ts'
import { refusalOf } from './refusal.ts'
import { addedDetails, changedDetails, readDetails } from './tenants.ts'

const [server, mail] = await Promise.all([testServer(), startMailServer('mailer')])
const { instanceId } = server.first
afterAll(mail.close)

const admin = (protocol: Protocol = 'connect') => server.client(AdminService, { protocol })
const smtp = () => ({
  senderAddress: 'noreply@id.example',
  senderName: 'Sallyport',
  host: mail.host,
  user: 'mailer',
  password: 'mail-password',
  replyToAddress: 'help@id.example',
  description: 'Mail',
})
const shownSmtp = () => {
  const { password: _, description: __, ...shown } = smtp()
  return { ...shown, tls: false }
}
const receiverAddress = 'me@mail.example'
const notFound = { code: 'NotFound', id: 'notification.provider_not_found' }
const inactive = { code: 'FailedPrecondition', id: 'notification.provider_inactive' }
const active = { code: 'FailedPrecondition', id: 'notification.provider_active' }
const unchanged = { code: 'FailedPrecondition', id: 'notification.provider_unchanged' }
const testFailed = { code: 'FailedPrecondition', id: 'notification.test_failed' }

describe('SMTP servers', () => {
  const apis = {
    '/smtp': (protocol: Protocol) => {
      const client = admin(protocol)
      return {
        add: client.addSMTPConfig,
        update: client.updateSMTPConfig,
        setPassword: client.updateSMTPConfigPassword,
        activate: client.activateSMTPConfig,
        deactivate: client.deactivateSMTPConfig,
        remove: client.removeSMTPConfig,
        testById: client.testSMTPConfigById,
        test: client.testSMTPConfig,
      }
    },
    '/email': (protocol: Protocol) => {
      const client = admin(protocol)
      return {
        add: client.addEmailProviderSMTP,
        update: client.updateEmailProviderSMTP,
        setPassword: client.updateEmailProviderSMTPPassword,
        activate: client.activateEmailProvider,
        deactivate: client.deactivateEmailProvider,
        remove: client.removeEmailProvider,
        testById: client.testEmailProviderSMTPById,
        test: client.testEmailProviderSMTP,
      }
    },
  } as const

  describe.each(Object.entries(apis))('by %s', (_name, of) => {
    test.each(['connect', 'grpc', 'grpc-web'] as const)(
      'are added, activated and removed over %s',
      async (protocol) => {
        const api = of(protocol)
        const { id, details } = await api.add(smtp())
        expect(details).toEqual(addedDetails(instanceId))
        const config = async () => (await admin().getSMTPConfigById({ id })).smtpConfig
        expect(await config()).toMatchObject({
          id,
          state: SMTPConfigState.SMTP_CONFIG_INACTIVE,
          ...shownSmtp(),
        })
        expect((await config())?.details).toEqual(readDetails(instanceId))
        expect((await admin().getEmailProviderById({ id })).config).toMatchObject({
          id,
          description: 'Mail',
          state: EmailProviderState.EMAIL_PROVIDER_INACTIVE,
          config: { case: 'smtp', value: shownSmtp() },
        })
        expect(await refusalOf(api.deactivate({ id }))).toEqual(inactive)
        expect((await api.activate({ id })).details).toEqual(changedDetails(instanceId))
        expect(await refusalOf(api.activate({ id }))).toEqual(active)
        expect((await admin().getSMTPConfig({})).smtpConfig?.id).toBe(id)
        expect((await admin().getEmailProvider({})).config?.id).toBe(id)
        expect((await api.deactivate({ id })).details).toEqual(changedDetails(instanceId))
        expect(await refusalOf(admin().getSMTPConfig({}))).toEqual(notFound)
        expect(await refusalOf(admin().getEmailProvider({}))).toEqual(notFound)
        expect((await api.remove({ id })).details).toEqual(changedDetails(instanceId))
        const refused = [
          api.remove({ id }),
          api.activate({ id }),
          api.deactivate({ id }),
          api.update({ ...smtp(), id }),
          api.setPassword({ id, password: 'x' }),
          api.testById({ id, receiverAddress }),
          admin().getSMTPConfigById({ id }),
          admin().getEmailProviderById({ id }),
        ]
        expect(await Promise.all(refused.map(refusalOf))).toEqual(refused.map(() => notFound))
      },
    )

    test('are changed as a whole; the password stays unless one is given', async () => {
      const api = of('connect')
      const { id } = await api.add(smtp())
      expect(await refusalOf(api.update({ ...smtp(), id, password: '' }))).toEqual(unchanged)
      const { replyToAddress: _, password: __, ...rest } = smtp()
      const changed = await api.update({ ...rest, id, senderName: 'Other', description: 'Later' })
      expect(changed.details).toEqual(changedDetails(instanceId))
      const { smtpConfig } = await admin().getSMTPConfigById({ id })
      expect(smtpConfig).toMatchObject({ senderName: 'Other', replyToAddress: '', description: 'Later' })
      const before = mail.mails.length
      await api.testById({ id, receiverAddress })
      expect(mail.mails.slice(before)).toMatchObject([{ subject: 'Test message', to: [receiverAddress] }])
      await api.setPassword({ id, password: 'wrong' })
      expect(await refusalOf(api.testById({ id, receiverAddress }))).toEqual(testFailed)
      await api.update({ ...rest, id, senderName: 'Other', description: 'Later', password: 'mail-password' })
      await api.testById({ id, receiverAddress })
      await api.remove({ id })
    })

    test('are tested without being stored; a stored password is sent to its own host only', async () => {
      const api = of('connect')
      const { id } = await api.add(smtp())
      const { description: _, replyToAddress: __, ...settings } = smtp()
      const before = mail.mails.length
      await api.test({ ...settings, receiverAddress })
      await api.test({ ...settings, password: '', id, receiverAddress })
      expect(mail.mails.slice(before)).toHaveLength(2)
      const wrong = { ...settings, password: 'nonsense', receiverAddress }
      expect(await refusalOf(api.test(wrong))).toEqual(testFailed)
      const other = await startMailServer('mailer')
      const elsewhere = { ...settings, host: other.host, password: '', id, receiverAddress }
      expect(await refusalOf(api.test(elsewhere))).toEqual(testFailed)
      expect(other.logins).not.toContain('mailer:mail-password')
      await other.close()
      expect((await admin().listEmailProviders({})).result.map((one) => one.id)).toEqual([id])
      await api.remove({ id })
    })

    test('need a valid host, sender and name', async () => {
      const api = of('connect')
      const { id } = await api.add(smtp())
      const refused = async (part: object) => {
        const ids = [
          (await refusalOf(api.add({ ...smtp(), ...part }))).code,
          (await refusalOf(api.update({ ...smtp(), id, ...part }))).code,
        ]
        expect([part, ids]).toEqual([part, ['InvalidArgument', 'InvalidArgument']])
      }
      for (const host of ['', 'two words', 'host:99999', 'host:0', 'http://host']) await refused({ host })
      for (const senderAddress of ['', 'nobody', 'Me <me@id.example>', 'a@b\r\nBcc: c@d']) {
        await refused({ senderAddress })
      }
      await refused({ senderName: '' })
      await refused({ replyToAddress: 'not an address' })
      await api.remove({ id })
    })
  })

  test('must send from a domain of the instance if the domain policy requires it', async () => {
    const policy = { userLoginMustBeDomain: false, validateOrgDomains: false }
    await admin().updateDomainPolicy({ ...policy, smtpSenderAddressMatchesInstanceDomain: true })
    const foreign = { code: 'FailedPrecondition', id: 'notification.sender_domain_foreign' }
    expect(await refusalOf(admin().addSMTPConfig(smtp()))).toEqual(foreign)
    expect(await refusalOf(admin().addEmailProviderSMTP(smtp()))).toEqual(foreign)
    await admin().updateDomainPolicy({ ...policy, smtpSenderAddressMatchesInstanceDomain: false })
    const { id } = await admin().addSMTPConfig(smtp())
    await admin().removeSMTPConfig({ id })
  })
})

test('one e-mail provider of any kind is active at a time; lists have pages and show the kind', async () => {
  const { id: first } = await admin().addSMTPConfig(smtp())
  const { id: second, details } = await admin().addEmailProviderHTTP({
    endpoint: 'https://hook.example/mail',
    description: 'Hook',
  })
  expect(details).toEqual(addedDetails(instanceId))
  await admin().activateSMTPConfig({ id: first })
  await admin().activateEmailProvider({ id: second })
  expect(await refusalOf(admin().getSMTPConfig({}))).toEqual(notFound)
  expect((await admin().getEmailProvider({})).config?.id).toBe(second)
  const { result, details: list } = await admin().listEmailProviders({ query: { asc: true } })
  expect(result.map(({ id, state }) => [id, state])).toEqual([
    [first, EmailProviderState.EMAIL_PROVIDER_INACTIVE],
    [second, EmailProviderState.EMAIL_PROVIDER_ACTIVE],
  ])
  expect(list?.totalResult).toBe(2n)
  const page = await admin().listEmailProviders({ query: { asc: true, limit: 1, offset: 1n } })
  expect([page.result.map(({ id }) => id), page.details?.totalResult]).toEqual([[second], 2n])
  const servers = await admin().listSMTPConfigs({})
  expect([servers.result.map(({ id }) => id), servers.details?.totalResult]).toEqual([[first], 1n])

  const http = { id: second, endpoint: 'https://hook.example/v2', description: 'Hook' }
  await admin().updateEmailProviderHTTP(http)
  expect(await refusalOf(admin().updateEmailProviderHTTP(http))).toEqual(unchanged)
  expect(await refusalOf(admin().updateEmailProviderHTTP({ ...http, id: first }))).toEqual(notFound)
  expect(await refusalOf(admin().updateEmailProviderSMTP({ ...smtp(), id: second }))).toEqual(notFound)
  const withoutSecret = { code: 'FailedPrecondition', id: 'notification.provider_without_secret' }
  expect(await refusalOf(admin().updateSMTPConfigPassword({ id: second, password: 'x' }))).toEqual(
    withoutSecret,
  )
  expect(await refusalOf(admin().updateSMTPConfigPassword({ id: first, password: '' }))).toEqual({
    code: 'InvalidArgument',
    id: 'notification.secret_missing',
  })
  expect((await admin().getEmailProviderById({ id: second })).config?.config).toMatchObject({
    case: 'http',
    value: { endpoint: 'https://hook.example/v2' },
  })
  for (const id of [first, second]) await admin().removeEmailProvider({ id })
  expect((await admin().listEmailProviders({})).result).toEqual([])
})

test('SMS providers are added, changed, activated and removed', async () => {
  const twilio = { sid: 'AC1', senderNumber: '+15550100', description: 'T', verifyServiceSid: 'VA1' }
  const { id, details } = await admin().addSMSProviderTwilio({ ...twilio, token: 'twilio-token' })
  expect(details).toEqual(addedDetails(instanceId))
  const http = { endpoint: 'https://hook.example/sms', description: 'H' }
  const { id: hook } = await admin().addSMSProviderHTTP(http)
  const changes = [
    () => admin().updateSMSProviderTwilio({ id, ...twilio, senderNumber: '+15550111' }),
    () => admin().updateSMSProviderTwilioToken({ id, token: 'newer-token' }),
    () => admin().updateSMSProviderHTTP({ id: hook, ...http, endpoint: 'https://hook.example/sms2' }),
    () => admin().activateSMSProvider({ id }),
  ]
  for (const change of changes) expect((await change()).details).toEqual(changedDetails(instanceId))
  expect(await refusalOf(admin().activateSMSProvider({ id }))).toEqual(active)
  const { result, details: list } = await admin().listSMSProviders({ query: { asc: true } })
  expect(list?.totalResult).toBe(2n)
  expect(result).toMatchObject([
    {
      id,
      state: SMSProviderConfigState.SMS_PROVIDER_CONFIG_ACTIVE,
      config: { case: 'twilio', value: { sid: 'AC1', senderNumber: '+15550111', verifyServiceSid: 'VA1' } },
    },
    {
      id: hook,
      state: SMSProviderConfigState.SMS_PROVIDER_CONFIG_INACTIVE,
      config: { case: 'http', value: { endpoint: 'https://hook.example/sms2' } },
    },
  ])
  await admin().activateSMSProvider({ id: hook })
  expect(await refusalOf(admin().deactivateSMSProvider({ id }))).toEqual(inactive)
  await admin().deactivateSMSProvider({ id: hook })
  const state = SMSProviderConfigState.SMS_PROVIDER_CONFIG_INACTIVE
  expect((await admin().getSMSProvider({ id: hook })).config).toMatchObject({ state })
  expect(await refusalOf(admin().updateSMSProviderTwilio({ id: hook, ...twilio }))).toEqual(notFound)
  expect(await refusalOf(admin().updateSMSProviderHTTP({ id, ...http }))).toEqual(notFound)
  for (const one of [id, hook]) await admin().removeSMSProvider({ id: one })
  const refused = [
    admin().removeSMSProvider({ id }),
    admin().getSMSProvider({ id }),
    admin().activateSMSProvider({ id }),
    admin().deactivateSMSProvider({ id }),
    admin().updateSMSProviderTwilioToken({ id, token: 'x' }),
    admin().updateSMSProviderTwilio({ id, ...twilio }),
    admin().updateSMSProviderHTTP({ id, ...http }),
  ]
  expect(await Promise.all(refused.map(refusalOf))).toEqual(refused.map(() => notFound))
})

test('endpoints are http or https without credentials', async () => {
  for (const endpoint of ['', 'hook.example', 'file:///etc/passwd', 'https://me:secret@hook.example']) {
    expect((await refusalOf(admin().addSMSProviderHTTP({ endpoint }))).code).toBe('InvalidArgument')
    expect((await refusalOf(admin().addEmailProviderHTTP({ endpoint }))).code).toBe('InvalidArgument')
  }
})

test('no password or token is in an event or left among the secrets', async () => {
  const events = JSON.stringify(await eventsOf(server, instanceId))
  expect(events).toContain('noreply@id.example')
  expect(events).not.toMatch(/mail-password|twilio-token|newer-token/)
  const left = await server.product.deps.database.query(
    `select 1 from secrets s where s.stream_type = 'instance' and s.stream_id = $1
       and not exists (select from web_keys k where k.instance_id = s.instance_id and k.key_id = s.id)`,
    [instanceId],
  )
  expect(left).toEqual([])
})

describe('private addresses of providers are refused unless the operator allows them', async () => {
  const strict = await testServer({ environment: { SALLYPORT_OUTBOUND_ALLOW: '' } })
  const strictAdmin = strict.client(AdminService)
  const refusalFor = (host: string) =>
    `${host} has no public address; add it to SALLYPORT_OUTBOUND_ALLOW, or use a public address`

  test.each(['127.0.0.1', 'localhost', '169.254.169.254'])('a test mail to %s names both', async (host) => {
    const settings = { senderAddress: 'noreply@id.example', senderName: 'Sallyport', host: `${host}:25` }
    const tried = strictAdmin.testSMTPConfig({ ...settings, receiverAddress })
    await expect(tried).rejects.toThrow(refusalFor(host))
  })

  test('a test mail to a host whose name cannot be looked up says so', async () => {
    const settings = {
      senderAddress: 'noreply@id.example',
      senderName: 'Sallyport',
      host: 'smtp.invalid:587',
    }
    await expect(strictAdmin.testSMTPConfig({ ...settings, receiverAddress })).rejects.toThrow(
      /the mail server at smtp\.invalid:587 could not be reached, as its name could not be looked up; check the host: E/,
    )
  })

  test('a failed job names both', async () => {
    const { id: mailId } = await strictAdmin.addEmailProviderSMTP({ ...smtp(), host: '10.0.0.25' })
    await strictAdmin.activateEmailProvider({ id: mailId })
    const { id: smsId } = await strictAdmin.addSMSProviderHTTP({ endpoint: 'http://192.168.0.80/sms' })
    await strictAdmin.activateSMSProvider({ id: smsId })
    const { userId } = await addReader(strict, { password })
    await strict.client(UserService).passwordReset({ userId })
    await strict.client(UserService).setPhone({ userId, phone: '+41781230000' })
    await strict.runJobs()
    const errors = async () => {
      const jobs = await strict.product.deps.database.query<{ last_error: string }>(
        'select last_error from graphile_worker._private_jobs order by last_error',
      )
      return jobs.map(({ last_error }) => last_error)
    }
    // The code for the password, the notice of the phone number, and the code for that.
    await expect
      .poll(errors)
      .toEqual([
        `the mail server at 10.0.0.25:587 could not be reached: ${refusalFor('10.0.0.25')}`,
        `the mail server at 10.0.0.25:587 could not be reached: ${refusalFor('10.0.0.25')}`,
        `the provider at 192.168.0.80:80 could not be reached: ${refusalFor('192.168.0.80')}`,
      ])
  })
})
