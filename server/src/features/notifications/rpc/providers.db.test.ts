import type { DescMethodUnary, MessageInitShape } from '@bufbuild/protobuf'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MailServer, startMailServer } from '../testing/mailServer.ts'
import { admin, openScene, type Scene } from '../testing/scene.ts'

let scene: Scene
let mail: MailServer

beforeAll(async () => {
  scene = await openScene()
  mail = await startMailServer('mailer')
})
afterAll(async () => {
  await mail.close()
  await scene.close()
})

const { method } = AdminService
const ask = <Method extends DescMethodUnary>(one: Method, request: MessageInitShape<Method['input']>) =>
  scene.test.ask(one, request, admin())
const refusalOf = async (answer: Promise<unknown>) =>
  answer.then(
    () => undefined,
    (error: { refusal?: { code: string; kind: string } }) => `${error.refusal?.code} ${error.refusal?.kind}`,
  )
const smtp = () => ({
  senderAddress: 'noreply@id.example',
  senderName: 'Sallyport',
  host: mail.host,
  user: 'mailer',
  password: 'mail-password',
  replyToAddress: 'help@id.example',
  description: 'first',
})

describe('SMTP servers', () => {
  test('are added inactive, shown without password, activated one at a time, removed with their secret', async () => {
    const first = await ask(method.addSMTPConfig, smtp())
    const second = await ask(method.addEmailProviderSMTP, { ...smtp(), description: 'second' })
    expect(await refusalOf(ask(method.getSMTPConfig, {}))).toBe('notification.provider_not_found not_found')
    await ask(method.activateSMTPConfig, { id: first.id })
    expect((await ask(method.getSMTPConfig, {})).smtpConfig).toMatchObject({
      id: first.id,
      state: 1,
      user: 'mailer',
    })
    expect(await refusalOf(ask(method.activateEmailProvider, { id: first.id }))).toBe(
      'notification.provider_active failed_precondition',
    )
    await ask(method.activateEmailProvider, { id: second.id })
    const { result, details } = await ask(method.listEmailProviders, { query: { asc: true } })
    expect(result.map(({ id, state }) => [id, state])).toEqual([
      [first.id, 2],
      [second.id, 1],
    ])
    expect(details?.totalResult).toBe(2n)
    await ask(method.removeSMTPConfig, { id: second.id })
    expect(await refusalOf(ask(method.removeSMTPConfig, { id: second.id }))).toBe(
      'notification.provider_not_found not_found',
    )
    expect(await refusalOf(ask(method.deactivateEmailProvider, { id: first.id }))).toBe(
      'notification.provider_inactive failed_precondition',
    )
    await ask(method.removeEmailProvider, { id: first.id })
    expect(await scene.deps.database.query("select 1 from secrets where stream_type = 'instance'")).toEqual(
      [],
    )
  })

  test('are changed as a whole; a password only when one is given', async () => {
    const { id } = await ask(method.addEmailProviderSMTP, smtp())
    const same = { ...smtp(), password: '', id }
    expect(await refusalOf(ask(method.updateEmailProviderSMTP, same))).toBe(
      'notification.provider_unchanged failed_precondition',
    )
    await ask(method.updateSMTPConfig, { ...same, senderName: 'Other' })
    expect((await ask(method.getSMTPConfigById, { id })).smtpConfig?.senderName).toBe('Other')
    await ask(method.testSMTPConfigById, { id, receiverAddress: 'me@mail.example' })
    await ask(method.updateSMTPConfigPassword, { id, password: 'wrong' })
    expect(await refusalOf(ask(method.testSMTPConfigById, { id, receiverAddress: 'me@mail.example' }))).toBe(
      'notification.test_failed failed_precondition',
    )
    await ask(method.removeEmailProvider, { id })
  })

  test('are tried out with settings that are not kept; a kept password goes to its own host only', async () => {
    const { id } = await ask(method.addEmailProviderSMTP, smtp())
    const before = mail.mails.length
    await ask(method.testEmailProviderSMTP, {
      ...smtp(),
      password: '',
      id,
      receiverAddress: 'me@mail.example',
    })
    expect(mail.mails.slice(before)).toMatchObject([{ subject: 'Test message', to: ['me@mail.example'] }])
    const other = await startMailServer('mailer')
    const elsewhere = { ...smtp(), host: other.host, password: '', id, receiverAddress: 'me@mail.example' }
    expect(await refusalOf(ask(method.testSMTPConfig, elsewhere))).toBe(
      'notification.test_failed failed_precondition',
    )
    expect(other.logins).not.toContain('mailer:mail-password')
    await other.close()
    await ask(method.removeEmailProvider, { id })
  })

  test('need a sensible host and sender', async () => {
    for (const host of ['', 'two words', 'host:99999', 'http://host']) {
      expect(await refusalOf(ask(method.addSMTPConfig, { ...smtp(), host }))).toBe(
        'notification.host_invalid invalid_argument',
      )
    }
    const sender = { ...smtp(), senderAddress: 'Sallyport <noreply@id.example>' }
    expect(await refusalOf(ask(method.addSMTPConfig, sender))).toBe(
      'notification.sender_invalid invalid_argument',
    )
  })

  test('must send from a domain of the instance where the domain policy says so', async () => {
    const instance = { type: 'instance', id: 'i1' }
    await scene.deps.log.transact(
      { instanceId: 'i1', creator: 'test', now: new Date() },
      instance,
      async (tx) => {
        const payload = {
          userLoginMustBeDomain: false,
          validateOrgDomains: false,
          smtpSenderAddressMatchesInstanceDomain: true,
        }
        await tx.append(await tx.load(instance), [{ type: 'instance.policy.domain.added', payload }])
      },
    )
    const foreign = { ...smtp(), senderAddress: 'noreply@elsewhere.example' }
    expect(await refusalOf(ask(method.addSMTPConfig, foreign))).toBe(
      'notification.sender_domain_foreign failed_precondition',
    )
    const { id } = await ask(method.addSMTPConfig, smtp())
    await ask(method.removeSMTPConfig, { id })
  })
})

describe('HTTP and SMS providers', () => {
  test('are added, changed, listed and removed', async () => {
    const { id } = await ask(method.addEmailProviderHTTP, {
      endpoint: 'https://hook.example/mail',
      description: 'a',
    })
    await ask(method.updateEmailProviderHTTP, {
      id,
      endpoint: 'https://hook.example/other',
      description: 'a',
    })
    expect((await ask(method.getEmailProviderById, { id })).config?.config).toMatchObject({
      case: 'http',
      value: { endpoint: 'https://hook.example/other' },
    })
    expect((await ask(method.listSMTPConfigs, {})).result).toEqual([])
    expect(await refusalOf(ask(method.updateSMTPConfigPassword, { id, password: 'x' }))).toBe(
      'notification.provider_without_secret failed_precondition',
    )
    await ask(method.removeEmailProvider, { id })

    const twilio = { sid: 'AC1', senderNumber: '+15550100', description: 'b', verifyServiceSid: '' }
    const sms = await ask(method.addSMSProviderTwilio, { ...twilio, token: 'twilio-token' })
    await ask(method.updateSMSProviderTwilio, { id: sms.id, ...twilio, senderNumber: '+15550111' })
    await ask(method.updateSMSProviderTwilioToken, { id: sms.id, token: 'other' })
    await ask(method.activateSMSProvider, { id: sms.id })
    const hook = await ask(method.addSMSProviderHTTP, {
      endpoint: 'https://hook.example/sms',
      description: 'c',
    })
    await ask(method.updateSMSProviderHTTP, {
      id: hook.id,
      endpoint: 'https://hook.example/sms2',
      description: 'c',
    })
    const { result } = await ask(method.listSMSProviders, { query: { asc: true } })
    expect(result).toMatchObject([
      { id: sms.id, state: 1, config: { case: 'twilio', value: { senderNumber: '+15550111' } } },
      { id: hook.id, state: 2, config: { case: 'http', value: { endpoint: 'https://hook.example/sms2' } } },
    ])
    await ask(method.deactivateSMSProvider, { id: sms.id })
    expect((await ask(method.getSMSProvider, { id: sms.id })).config?.state).toBe(2)
    await ask(method.removeSMSProvider, { id: sms.id })
    expect(await refusalOf(ask(method.getSMSProvider, { id: sms.id }))).toBe(
      'notification.provider_not_found not_found',
    )
  })

  test('take no endpoint but http and https, without credentials in it', async () => {
    for (const endpoint of ['hook.example', 'file:///etc/passwd', 'https://me:secret@hook.example']) {
      expect(await refusalOf(ask(method.addSMSProviderHTTP, { endpoint }))).toBe(
        'notification.endpoint_invalid invalid_argument',
      )
    }
  })
})

test('no event holds a password or token', async () => {
  const found = await scene.deps.database.query(
    "select 1 from events where payload::text ~ 'mail-password|twilio-token'",
  )
  expect(found).toEqual([])
  expect((await scene.test.deps.log.verify()).findings).toEqual([])
})
