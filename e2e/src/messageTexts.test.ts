import type { Client } from '@connectrpc/connect'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import type { ObjectDetails } from '@zitadel/proto/zitadel/object_pb.js'
import type { MessageCustomText } from '@zitadel/proto/zitadel/text_pb.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { builtInTexts } from '../../server/src/features/notifications/texts/builtIn.ts'
import { productLanguages } from '../../server/src/kernel/text/productLanguages.ts'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addMachine, addOrg, changedDetails } from './tenants.ts'
import { addInstance, systemServer } from './virtualInstances.ts'

/** The four methods of each message's texts. */
type Names<Service extends typeof AdminService | typeof ManagementService> = Readonly<
  Record<string, Readonly<Record<'default' | 'read' | 'write' | 'reset', keyof Client<Service>>>>
>
const ofInstance = {
  Init: {
    default: 'getDefaultInitMessageText',
    read: 'getCustomInitMessageText',
    write: 'setDefaultInitMessageText',
    reset: 'resetCustomInitMessageTextToDefault',
  },
  PasswordReset: {
    default: 'getDefaultPasswordResetMessageText',
    read: 'getCustomPasswordResetMessageText',
    write: 'setDefaultPasswordResetMessageText',
    reset: 'resetCustomPasswordResetMessageTextToDefault',
  },
  VerifyEmail: {
    default: 'getDefaultVerifyEmailMessageText',
    read: 'getCustomVerifyEmailMessageText',
    write: 'setDefaultVerifyEmailMessageText',
    reset: 'resetCustomVerifyEmailMessageTextToDefault',
  },
  VerifyPhone: {
    default: 'getDefaultVerifyPhoneMessageText',
    read: 'getCustomVerifyPhoneMessageText',
    write: 'setDefaultVerifyPhoneMessageText',
    reset: 'resetCustomVerifyPhoneMessageTextToDefault',
  },
  VerifySMSOTP: {
    default: 'getDefaultVerifySMSOTPMessageText',
    read: 'getCustomVerifySMSOTPMessageText',
    write: 'setDefaultVerifySMSOTPMessageText',
    reset: 'resetCustomVerifySMSOTPMessageTextToDefault',
  },
  VerifyEmailOTP: {
    default: 'getDefaultVerifyEmailOTPMessageText',
    read: 'getCustomVerifyEmailOTPMessageText',
    write: 'setDefaultVerifyEmailOTPMessageText',
    reset: 'resetCustomVerifyEmailOTPMessageTextToDefault',
  },
  DomainClaimed: {
    default: 'getDefaultDomainClaimedMessageText',
    read: 'getCustomDomainClaimedMessageText',
    write: 'setDefaultDomainClaimedMessageText',
    reset: 'resetCustomDomainClaimedMessageTextToDefault',
  },
  PasswordlessRegistration: {
    default: 'getDefaultPasswordlessRegistrationMessageText',
    read: 'getCustomPasswordlessRegistrationMessageText',
    write: 'setDefaultPasswordlessRegistrationMessageText',
    reset: 'resetCustomPasswordlessRegistrationMessageTextToDefault',
  },
  PasswordChange: {
    default: 'getDefaultPasswordChangeMessageText',
    read: 'getCustomPasswordChangeMessageText',
    write: 'setDefaultPasswordChangeMessageText',
    reset: 'resetCustomPasswordChangeMessageTextToDefault',
  },
  InviteUser: {
    default: 'getDefaultInviteUserMessageText',
    read: 'getCustomInviteUserMessageText',
    write: 'setDefaultInviteUserMessageText',
    reset: 'resetCustomInviteUserMessageTextToDefault',
  },
} as const satisfies Names<typeof AdminService>

const ofOrganization = {
  Init: {
    default: 'getDefaultInitMessageText',
    read: 'getCustomInitMessageText',
    write: 'setCustomInitMessageText',
    reset: 'resetCustomInitMessageTextToDefault',
  },
  PasswordReset: {
    default: 'getDefaultPasswordResetMessageText',
    read: 'getCustomPasswordResetMessageText',
    write: 'setCustomPasswordResetMessageText',
    reset: 'resetCustomPasswordResetMessageTextToDefault',
  },
  VerifyEmail: {
    default: 'getDefaultVerifyEmailMessageText',
    read: 'getCustomVerifyEmailMessageText',
    write: 'setCustomVerifyEmailMessageText',
    reset: 'resetCustomVerifyEmailMessageTextToDefault',
  },
  VerifyPhone: {
    default: 'getDefaultVerifyPhoneMessageText',
    read: 'getCustomVerifyPhoneMessageText',
    write: 'setCustomVerifyPhoneMessageText',
    reset: 'resetCustomVerifyPhoneMessageTextToDefault',
  },
  VerifySMSOTP: {
    default: 'getDefaultVerifySMSOTPMessageText',
    read: 'getCustomVerifySMSOTPMessageText',
    write: 'setCustomVerifySMSOTPMessageText',
    reset: 'resetCustomVerifySMSOTPMessageTextToDefault',
  },
  VerifyEmailOTP: {
    default: 'getDefaultVerifyEmailOTPMessageText',
    read: 'getCustomVerifyEmailOTPMessageText',
    write: 'setCustomVerifyEmailOTPMessageText',
    reset: 'resetCustomVerifyEmailOTPMessageTextToDefault',
  },
  DomainClaimed: {
    default: 'getDefaultDomainClaimedMessageText',
    read: 'getCustomDomainClaimedMessageText',
    write: 'setCustomDomainClaimedMessageCustomText',
    reset: 'resetCustomDomainClaimedMessageTextToDefault',
  },
  PasswordlessRegistration: {
    default: 'getDefaultPasswordlessRegistrationMessageText',
    read: 'getCustomPasswordlessRegistrationMessageText',
    write: 'setCustomPasswordlessRegistrationMessageCustomText',
    reset: 'resetCustomPasswordlessRegistrationMessageTextToDefault',
  },
  PasswordChange: {
    default: 'getDefaultPasswordChangeMessageText',
    read: 'getCustomPasswordChangeMessageText',
    write: 'setCustomPasswordChangeMessageCustomText',
    reset: 'resetCustomPasswordChangeMessageTextToDefault',
  },
  InviteUser: {
    default: 'getDefaultInviteUserMessageText',
    read: 'getCustomInviteUserMessageText',
    write: 'setCustomInviteUserMessageCustomText',
    reset: 'resetCustomInviteUserMessageTextToDefault',
  },
} as const satisfies Names<typeof ManagementService>
type Texts = Partial<Omit<MessageCustomText, '$typeName' | '$unknown' | 'details' | 'isDefault'>>
type TextCall = (request: Texts & { readonly language: string }) => Promise<{
  readonly customText?: MessageCustomText
  readonly details?: ObjectDetails
}>
type Word = keyof typeof ofInstance

const server = await systemServer()

/** The four calls on the texts of the instance. */
function instanceTexts(word: Word, options: ClientOptions = {}) {
  const client = server.client(AdminService, options)
  const call = (verb: 'default' | 'read' | 'write' | 'reset') => client[ofInstance[word][verb]] as TextCall
  return { default: call('default'), read: call('read'), write: call('write'), reset: call('reset') }
}

/** The four calls on the texts of an organization; `org` by default. */
function orgTexts(word: Word, options: ClientOptions = {}) {
  const client = server.client(ManagementService, {
    ...options,
    headers: { ...org.headers, ...options.headers },
  })
  const call = (verb: 'default' | 'read' | 'write' | 'reset') =>
    client[ofOrganization[word][verb]] as TextCall
  return { default: call('default'), read: call('read'), write: call('write'), reset: call('reset') }
}

const words = Object.keys(ofInstance) as Word[]
/** The contract allows only the text of these to be set. */
const bySms: ReadonlySet<Word> = new Set(['VerifyPhone', 'VerifySMSOTP'])
const language = 'en'
const parts = ({ customText }: Awaited<ReturnType<TextCall>>) => {
  const { details: _, $typeName, $unknown, isDefault, ...texts } = customText ?? { isDefault: undefined }
  return { texts, isDefault }
}

const noTexts = {
  title: '',
  preHeader: '',
  subject: '',
  greeting: '',
  text: '',
  buttonText: '',
  footerText: '',
}

const org = await addOrg(server)
const other = await addOrg(server)
const foreign = await addInstance(server)

describe.each(words)('texts of %s', (word) => {
  test('reading custom texts returns what was set and no defaults; defaults have calls of their own', async () => {
    const instance = instanceTexts(word)
    const here = orgTexts(word)
    const builtIn = parts(await instance.default({ language }))
    expect(builtIn.isDefault).toBe(true)
    expect(builtIn.texts).toMatchObject({
      subject: expect.stringMatching(/\w/),
      text: expect.stringMatching(/\w/),
    })
    const nothing = { texts: noTexts, isDefault: true }
    expect(parts(await instance.read({ language }))).toEqual(nothing)

    const text = 'Of the instance: {{.Code}}'
    const written = await instance.write({ language, text })
    expect(written.details).toEqual(changedDetails(server.first.instanceId))
    const ofIt = { ...builtIn.texts, text }
    expect(parts(await instance.read({ language }))).toEqual({
      texts: { ...noTexts, text },
      isDefault: false,
    })
    expect(parts(await instance.default({ language }))).toEqual(builtIn)
    expect(parts(await here.default({ language }))).toEqual({ texts: ofIt, isDefault: true })
    expect(parts(await here.read({ language }))).toEqual(nothing)

    const ours = bySms.has(word) ? { text: 'Of the organization' } : { title: 'Of the organization' }
    const own = await here.write({ language, ...ours })
    expect(own.details).toEqual(changedDetails(org.orgId))
    const read = await here.read({ language })
    expect(parts(read)).toEqual({ texts: { ...noTexts, ...ours }, isDefault: false })
    expect(read.customText?.details?.resourceOwner).toBe(org.orgId)
    expect(parts(await here.default({ language })).texts).toEqual(ofIt)
    expect(parts(await orgTexts(word, other).read({ language }))).toEqual(nothing)
    const there = instanceTexts(word, foreign)
    expect(parts(await there.default({ language }))).toEqual(builtIn)
    expect(parts(await there.read({ language }))).toEqual(nothing)

    const missing = { code: 'NotFound', id: 'custom_text.not_found' }
    expect((await here.reset({ language })).details).toEqual(changedDetails(org.orgId))
    expect(parts(await here.read({ language }))).toEqual(nothing)
    expect(parts(await here.default({ language })).texts).toEqual(ofIt)
    expect(await refusalOf(here.reset({ language }))).toEqual(missing)
    expect((await instance.reset({ language })).details).toEqual(changedDetails(server.first.instanceId))
    expect(parts(await here.default({ language }))).toEqual(builtIn)
    expect(await refusalOf(instance.reset({ language }))).toEqual(missing)
  })

  test.each(productLanguages)(
    'have defaults in %s, which own texts of that language replace',
    async (language) => {
      const template = word === 'Init' ? 'InitCode' : word
      const builtIn = { texts: builtInTexts(language)?.messages[template], isDefault: true }
      const instance = instanceTexts(word)
      const here = orgTexts(word)
      expect(parts(await instance.default({ language }))).toEqual(builtIn)
      expect(parts(await here.default({ language }))).toEqual(builtIn)
      const text = `${language} {{.Code}}`
      await instance.write({ language, text })
      expect(parts(await instance.read({ language }))).toEqual({
        texts: { ...noTexts, text },
        isDefault: false,
      })
      expect(parts(await here.default({ language })).texts).toEqual({ ...builtIn.texts, text })
      await here.write({ language, text: `${text}!` })
      expect(parts(await here.read({ language })).texts).toEqual({ ...noTexts, text: `${text}!` })
      const others = productLanguages.filter((one) => one !== language)
      const elsewhere = await Promise.all(
        others.map(async (one) => parts(await here.read({ language: one }))),
      )
      expect(elsewhere).toEqual(others.map(() => ({ texts: noTexts, isDefault: true })))
      await Promise.all([here.reset({ language }), instance.reset({ language })])
      expect(parts(await here.default({ language }))).toEqual(builtIn)
    },
  )

  test('are stored by language, and refused with unknown languages and fields', async () => {
    const instance = instanceTexts(word)
    const german = parts(await instance.default({ language: 'de' })).texts
    expect(german).not.toEqual(parts(await instance.default({ language })).texts)
    expect(parts(await instance.read({ language: 'fr' })).texts).toEqual(noTexts)
    await orgTexts(word).write({ language: 'de', text: 'Wortlaut' })
    expect(parts(await orgTexts(word).read({ language })).texts).not.toMatchObject({ text: 'Wortlaut' })
    await orgTexts(word).reset({ language: 'de' })
    for (const texts of [instance, orgTexts(word)]) {
      const unknown = { code: 'InvalidArgument', id: 'custom_text.language_unsupported' }
      expect(await refusalOf(texts.write({ language: 'tlh', title: 'x' }))).toEqual(unknown)
      expect(await refusalOf(texts.read({ language: 'tlh' }))).toEqual(unknown)
      expect(await refusalOf(texts.default({ language: 'tlh' }))).toEqual(unknown)
      for (const text of ['{{.Password}}', '{{ printf "%s" .Code }}', '{{range .}}x{{end}}', 'open {{']) {
        expect(await refusalOf(texts.write({ language, text }))).toEqual({
          code: 'InvalidArgument',
          id: 'notification.text_invalid',
        })
      }
      expect(parts(await texts.read({ language })).isDefault).toBe(true)
    }
  })

  /** Returns the status of both reads, of a write and of a reset. */
  const statuses = async (texts: ReturnType<typeof orgTexts>) => [
    await statusOf(texts.default({ language })),
    await statusOf(texts.read({ language })),
    await statusOf(texts.write({ language, text: 'x' })),
    await statusOf(texts.reset({ language })),
  ]
  const all = (status: string) => [status, status, status, status]
  const readOnly = ['ok', 'ok', 'PermissionDenied', 'PermissionDenied']

  test('of the instance are restricted to its policy roles', async () => {
    for (const [role, expected] of [
      ['IAM_OWNER', all('ok')],
      ['IAM_OWNER_VIEWER', readOnly],
      ['IAM_USER_MANAGER', all('PermissionDenied')],
      ['ORG_OWNER', all('PermissionDenied')],
      ['nobody', all('NotFound')],
    ] as const) {
      expect([role, await statuses(instanceTexts(word, { token: tokens[role] ?? '' }))]).toEqual([
        role,
        expected,
      ])
    }
    expect(await statuses(instanceTexts(word, { token: null }))).toEqual(all('Unauthenticated'))
    expect(await statuses(instanceTexts(word, { token: foreign.token }))).toEqual(all('Unauthenticated'))
  })

  test('of an organization are restricted to its policy roles', async () => {
    for (const [role, expected] of [
      ['IAM_OWNER', all('ok')],
      ['ORG_OWNER', all('ok')],
      ['ORG_OWNER_VIEWER', readOnly],
      ['ORG_OWNER elsewhere', all('NotFound')],
      ['nobody', all('NotFound')],
    ] as const) {
      expect([role, await statuses(orgTexts(word, { token: tokens[role] ?? '' }))]).toEqual([role, expected])
    }
    expect(await statuses(orgTexts(word, { token: null }))).toEqual(all('Unauthenticated'))
    const nowhere = { headers: { 'x-zitadel-orgid': 'nowhere' } }
    expect(await statuses(orgTexts(word, nowhere))).toEqual(all('PermissionDenied'))
  })
})

const tokens: Record<string, string> = {}
beforeAll(async () => {
  const { orgId } = org
  const callers = {
    IAM_OWNER: { roles: ['IAM_OWNER'] },
    IAM_OWNER_VIEWER: { roles: ['IAM_OWNER_VIEWER'] },
    IAM_USER_MANAGER: { roles: ['IAM_USER_MANAGER'] },
    ORG_OWNER: { orgId, roles: ['ORG_OWNER'] },
    ORG_OWNER_VIEWER: { orgId, roles: ['ORG_OWNER_VIEWER'] },
    'ORG_OWNER elsewhere': { orgId: other.orgId, roles: ['ORG_OWNER'] },
    nobody: { orgId },
  }
  for (const [role, machine] of Object.entries(callers))
    tokens[role] = (await addMachine(server, machine)).token
})

test('an emptied text is removed, and an unchanged one makes no event', async () => {
  const here = orgTexts('VerifyEmail')
  const { details: first } = await here.write({ language, title: 'Own', subject: 'Own' })
  const { details: same } = await here.write({ language, title: 'Own', subject: 'Own' })
  expect(same?.sequence).toBe(first?.sequence)
  await here.write({ language, title: 'Own' })
  const { customText } = await here.read({ language })
  expect(customText).toMatchObject({ title: 'Own', subject: '', isDefault: false })
  await here.reset({ language })
})

test('texts that are read and set again change nothing, as Terraform does', async () => {
  for (const texts of [instanceTexts('VerifyPhone'), orgTexts('VerifyPhone')]) {
    await texts.write({ language, text: 'Ours: {{.Code}}' })
    const read = parts(await texts.read({ language })).texts
    expect(read).toEqual({ ...noTexts, text: 'Ours: {{.Code}}' })
    const { details: before } = await texts.write({ language, text: 'Ours: {{.Code}}' })
    expect((await texts.write({ language, ...read })).details?.sequence).toBe(before?.sequence)
    await texts.reset({ language })
  }
})

test('over REST', async () => {
  const path = '/management/v1/text/message/passwordreset/en'
  const { headers } = org
  const put = await server.rest('PUT', path, { headers, body: { title: 'REST' } })
  expect([put.status, put.json]).toMatchObject([200, { details: { resourceOwner: org.orgId } }])
  const got = await server.rest('GET', path, { headers })
  expect(got.json).toMatchObject({ customText: { title: 'REST' } })
  expect((await server.rest('DELETE', path, { headers })).status).toBe(200)
  expect((await server.rest('DELETE', path, { headers })).status).toBe(404)
  expect((await server.rest('PUT', path, { headers, body: { title: '{{.Nope}}' } })).status).toBe(400)
  const admin = await server.rest('GET', '/admin/v1/text/default/message/invite_user/de')
  expect([admin.status, admin.json]).toMatchObject([200, { customText: { isDefault: true } }])
})
