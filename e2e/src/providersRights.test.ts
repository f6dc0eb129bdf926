import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { describe, expect, test } from 'vitest'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addMachine } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

/** Providers of the first instance. */
const ids = { smtp: '', mail: '', twilio: '', sms: '' }
const smtp = { senderAddress: 'noreply@id.example', senderName: 'S', host: 'mail.example', user: 'u' }
const http = { endpoint: 'https://hook.example/x', description: 'H' }
const twilio = { sid: 'AC1', senderNumber: '+15550100', description: 'T' }

const server = await systemServer()

const admin = (options: ClientOptions) => server.client(AdminService, options)
type Act = (options: ClientOptions) => Promise<unknown>
const reads: Readonly<Record<string, Act>> = {
  GetSMTPConfig: (o) => admin(o).getSMTPConfig({}),
  GetSMTPConfigById: (o) => admin(o).getSMTPConfigById({ id: ids.smtp }),
  ListSMTPConfigs: (o) => admin(o).listSMTPConfigs({}),
  GetEmailProvider: (o) => admin(o).getEmailProvider({}),
  GetEmailProviderById: (o) => admin(o).getEmailProviderById({ id: ids.mail }),
  ListEmailProviders: (o) => admin(o).listEmailProviders({}),
  GetSMSProvider: (o) => admin(o).getSMSProvider({ id: ids.twilio }),
  ListSMSProviders: (o) => admin(o).listSMSProviders({}),
}
const receiverAddress = 'me@mail.example'
/** Those that name a provider: in another instance it does not exist. */
const writesById: Readonly<Record<string, Act>> = {
  UpdateSMTPConfig: (o) => admin(o).updateSMTPConfig({ ...smtp, id: ids.smtp }),
  UpdateSMTPConfigPassword: (o) => admin(o).updateSMTPConfigPassword({ id: ids.smtp, password: 'x' }),
  ActivateSMTPConfig: (o) => admin(o).activateSMTPConfig({ id: ids.smtp }),
  DeactivateSMTPConfig: (o) => admin(o).deactivateSMTPConfig({ id: ids.smtp }),
  RemoveSMTPConfig: (o) => admin(o).removeSMTPConfig({ id: ids.smtp }),
  TestSMTPConfigById: (o) => admin(o).testSMTPConfigById({ id: ids.smtp, receiverAddress }),
  UpdateEmailProviderSMTP: (o) => admin(o).updateEmailProviderSMTP({ ...smtp, id: ids.smtp }),
  UpdateEmailProviderHTTP: (o) => admin(o).updateEmailProviderHTTP({ ...http, id: ids.mail }),
  UpdateEmailProviderSMTPPassword: (o) =>
    admin(o).updateEmailProviderSMTPPassword({ id: ids.smtp, password: 'x' }),
  ActivateEmailProvider: (o) => admin(o).activateEmailProvider({ id: ids.mail }),
  DeactivateEmailProvider: (o) => admin(o).deactivateEmailProvider({ id: ids.smtp }),
  RemoveEmailProvider: (o) => admin(o).removeEmailProvider({ id: ids.mail }),
  TestEmailProviderSMTPById: (o) => admin(o).testEmailProviderSMTPById({ id: ids.smtp, receiverAddress }),
  UpdateSMSProviderTwilio: (o) => admin(o).updateSMSProviderTwilio({ ...twilio, id: ids.twilio }),
  UpdateSMSProviderTwilioToken: (o) => admin(o).updateSMSProviderTwilioToken({ id: ids.twilio, token: 'x' }),
  UpdateSMSProviderHTTP: (o) => admin(o).updateSMSProviderHTTP({ ...http, id: ids.sms }),
  ActivateSMSProvider: (o) => admin(o).activateSMSProvider({ id: ids.sms }),
  DeactivateSMSProvider: (o) => admin(o).deactivateSMSProvider({ id: ids.sms }),
  RemoveSMSProvider: (o) => admin(o).removeSMSProvider({ id: ids.sms }),
}
const otherWrites: Readonly<Record<string, Act>> = {
  AddSMTPConfig: (o) => admin(o).addSMTPConfig(smtp),
  AddEmailProviderSMTP: (o) => admin(o).addEmailProviderSMTP(smtp),
  AddEmailProviderHTTP: (o) => admin(o).addEmailProviderHTTP(http),
  AddSMSProviderTwilio: (o) => admin(o).addSMSProviderTwilio({ ...twilio, token: 't' }),
  AddSMSProviderHTTP: (o) => admin(o).addSMSProviderHTTP(http),
  TestSMTPConfig: (o) => admin(o).testSMTPConfig({ ...smtp, receiverAddress }),
  TestEmailProviderSMTP: (o) => admin(o).testEmailProviderSMTP({ ...smtp, receiverAddress }),
}

const refused = {
  IAM_ORG_MANAGER: 'PermissionDenied',
  ORG_OWNER: 'PermissionDenied',
  'no membership': 'NotFound',
  'no token': 'Unauthenticated',
  'a token of another instance': 'Unauthenticated',
}

async function answers(act: Act) {
  const entries = Object.entries(callers).map(async ([name, options]) => [name, await statusOf(act(options))])
  return Object.fromEntries(await Promise.all(entries))
}

const foreign = await addInstance(server)
const owner = admin({})
ids.smtp = (await owner.addEmailProviderSMTP({ ...smtp, password: 'p' })).id
ids.mail = (await owner.addEmailProviderHTTP(http)).id
ids.twilio = (await owner.addSMSProviderTwilio({ ...twilio, token: 't' })).id
ids.sms = (await owner.addSMSProviderHTTP(http)).id
await owner.activateEmailProvider({ id: ids.smtp })
const { orgId } = server.first
const tokenOf = async (machine: Parameters<typeof addMachine>[1]) => ({
  token: (await addMachine(server, machine)).token,
})
const callers: Readonly<Record<string, ClientOptions>> = {
  IAM_OWNER_VIEWER: await tokenOf({ roles: ['IAM_OWNER_VIEWER'] }),
  IAM_ORG_MANAGER: await tokenOf({ roles: ['IAM_ORG_MANAGER'] }),
  ORG_OWNER: await tokenOf({ orgId, roles: ['ORG_OWNER'] }),
  'no membership': await tokenOf({ orgId }),
  'no token': { token: null },
  'a token of another instance': { token: foreign.token },
}

describe('providers are for readers and writers of the instance alone', () => {
  test.each(Object.entries(reads))('%s', async (_name, act) => {
    expect(await answers(act)).toEqual({ IAM_OWNER_VIEWER: 'ok', ...refused })
  })

  test.each(Object.entries({ ...writesById, ...otherWrites }))('%s', async (_name, act) => {
    expect(await answers(act)).toEqual({ IAM_OWNER_VIEWER: 'PermissionDenied', ...refused })
  })

  test('none of it did anything', async () => {
    const { result } = await admin({}).listEmailProviders({ query: { asc: true } })
    expect(result.map(({ id }) => id)).toEqual([ids.smtp, ids.mail])
    expect((await admin({}).getEmailProvider({})).config?.id).toBe(ids.smtp)
    const sms = await admin({}).listSMSProviders({ query: { asc: true } })
    expect(sms.result.map(({ id }) => id)).toEqual([ids.twilio, ids.sms])
  })
})

describe('another instance', () => {
  const notFound = { code: 'NotFound', id: 'notification.provider_not_found' }

  test.each(Object.entries(writesById))('does not reach the provider by %s', async (_name, act) => {
    expect(await refusalOf(act({ token: foreign.token, headers: foreign.headers }))).toEqual(notFound)
  })

  test('sees none of the providers', async () => {
    const there = admin({ token: foreign.token, headers: foreign.headers })
    expect((await there.listEmailProviders({})).result).toEqual([])
    expect((await there.listSMTPConfigs({})).result).toEqual([])
    expect((await there.listSMSProviders({})).result).toEqual([])
    const gets = [
      there.getSMTPConfig({}),
      there.getEmailProvider({}),
      there.getSMTPConfigById({ id: ids.smtp }),
      there.getEmailProviderById({ id: ids.mail }),
      there.getSMSProvider({ id: ids.twilio }),
    ]
    expect(await Promise.all(gets.map(refusalOf))).toEqual(gets.map(() => notFound))
  })
})

test('over REST, both generations of paths', async () => {
  const paths = [
    '/admin/v1/smtp',
    '/admin/v1/email',
    `/admin/v1/email/${ids.smtp}`,
    `/admin/v1/sms/${ids.sms}`,
  ]
  for (const path of paths) {
    expect([path, (await server.rest('GET', path)).status]).toEqual([path, 200])
    expect((await server.rest('GET', path, { token: null })).status).toBe(401)
    expect((await server.rest('GET', path, callers['ORG_OWNER'])).status).toBe(403)
  }
  expect((await server.rest('GET', '/admin/v1/email/nothing')).status).toBe(404)
  const { json } = await server.rest('GET', '/admin/v1/email')
  expect(JSON.stringify(json)).not.toContain('password')
})
