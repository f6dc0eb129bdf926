import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { TextQueryMethod } from '@zitadel/proto/zitadel/object/v2/object_pb.js'
import { OrganizationService } from '@zitadel/proto/zitadel/org/v2/org_service_pb.js'
import { SessionService } from '@zitadel/proto/zitadel/session/v2/session_service_pb.js'
import { UserFieldName } from '@zitadel/proto/zitadel/user/v2/query_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { inOrg, outcome } from './tenants.ts'

const locales: readonly (readonly [string, string])[] = [
  ['C', `locale_provider libc locale 'C' encoding 'UTF8'`],
  ['C.UTF-8', `locale_provider builtin builtin_locale 'C.UTF-8' locale 'C' encoding 'UTF8'`],
  ['Turkish of ICU', `locale_provider icu icu_locale 'tr-TR' locale 'C' encoding 'UTF8'`],
]
const servers = new Map(
  await Promise.all(locales.map(async ([name, locale]) => [name, await testServer({ locale })] as const)),
)
const serverOf = (locale: string) => servers.get(locale) as Awaited<ReturnType<typeof testServer>>
const eqIgnoringCase = TextQueryMethod.EQUALS_IGNORE_CASE
const inUse = 'AlreadyExists user.username_taken'

describe.each(locales)('on a database with the locale %s', (locale) => {
  const server = serverOf(locale)
  const users = server.client(UserService)
  let count = 0
  const add = (username: string, displayName = username) =>
    users.addHumanUser({
      username,
      profile: { givenName: 'Given', familyName: 'Family', displayName },
      email: { email: `names-${++count}@example.test`, verification: { case: 'isVerified', value: true } },
    })
  const loggedIn = async (loginName: string) => {
    const search = { case: 'loginName', value: loginName } as const
    const sessions = server.client(SessionService)
    const { sessionId } = await sessions.createSession({ checks: { user: { search } } })
    return (await sessions.getSession({ sessionId })).session?.factors?.user?.id
  }
  const found = async (query: object, sortingColumn = UserFieldName.USER_NAME) => {
    const { result } = await users.listUsers({
      queries: [{ query } as never],
      sortingColumn,
      query: { asc: true },
    })
    return result.map(({ username }) => username)
  }

  test.each([
    ['Émile', ['émile', 'ÉMILE', 'e\u0301mile', 'E\u0301MILE']],
    ['zoe\u0308', ['zoë', 'ZOË']],
    ['ｔａｒｏ', ['taro', 'TARO', 'ＴＡＲＯ']],
    ['IVAN@Example.COM', ['ivan@example.com', 'IVAN@EXAMPLE.COM']],
    ['ΟΔΥΣΣΕΥΣ', ['Οδυσσεύς'.normalize('NFD').replace('\u0301', ''), 'οδυσσευσ']],
    ['Жук', ['жук', 'ЖУК']],
  ])('%s logs in and is unique in every form, and is displayed as typed', async (typed, forms) => {
    const { userId } = await add(typed)
    for (const form of [typed, ...forms]) {
      expect(await loggedIn(form), form).toBe(userId)
      expect(await outcome(add(form)), form).toBe(inUse)
    }
    expect((await users.getUserByID({ userId })).user?.username).toBe(typed.normalize('NFC'))
  })

  test('of two forms that are created at the same time, one is refused', async () => {
    const forms = ['Éric', 'éric', 'e\u0301ric', 'ÉRIC']
    const outcomes = await Promise.all(forms.map((form) => outcome(add(form))))
    expect(outcomes.sort()).toEqual([inUse, inUse, inUse, 'ok'])
  })

  test('renaming to another form of a taken name is refused; to another form of its own it is not', async () => {
    const { userId } = await add('Renée')
    await add('Zola')
    expect(await outcome(users.updateHumanUser({ userId, username: 'ｚｏｌａ' }))).toBe(inUse)
    expect(await outcome(users.updateHumanUser({ userId, username: 'RENÉE' }))).toBe('ok')
    expect(await loggedIn('renée')).toBe(userId)
  })

  test('searches ignore case by the same rule, and sort by it', async () => {
    for (const name of ['Ärger-ILI', 'zebra-ili', 'Ångström-ILI', 'apfel-ili']) await add(name, `X ${name}`)
    const contains = { method: TextQueryMethod.CONTAINS_IGNORE_CASE }
    expect(
      await found({ case: 'displayNameQuery', value: { displayName: 'ärger-ili', ...contains } }),
    ).toEqual(['Ärger-ILI'])
    expect(await found({ case: 'userNameQuery', value: { userName: '-ili', ...contains } })).toEqual([
      'apfel-ili',
      'zebra-ili',
      'Ärger-ILI',
      'Ångström-ILI',
    ])
    const equal = { userName: 'A\u030aNGSTRÖM-ili', method: eqIgnoringCase }
    expect(await found({ case: 'userNameQuery', value: equal })).toEqual(['Ångström-ILI'])
    const exact = (userName: string) =>
      found({ case: 'userNameQuery', value: { userName, method: TextQueryMethod.EQUALS } })
    expect([await exact('Ärger-ILI'), await exact('ärger-ili')]).toEqual([['Ärger-ILI'], []])
  })

  test('names of organizations are unique and found by the same rule', async () => {
    const organizations = server.client(OrganizationService)
    await organizations.addOrganization({ name: 'Société Ia' })
    for (const name of ['SOCIÉTÉ IA', 'socie\u0301te\u0301 ia', 'Société\u200b Ia', 'ｓociété ia'])
      expect(await outcome(organizations.addOrganization({ name })), name).toMatch(/^AlreadyExists/)
    const { result } = await organizations.listOrganizations({
      queries: [{ query: { case: 'nameQuery', value: { name: 'SOCIÉTÉ ia', method: eqIgnoringCase } } }],
    })
    expect(result.map(({ name }) => name)).toEqual(['Société Ia'])
  })

  test('a verified domain is one in every form, for organizations and for login names', async () => {
    const { organizationId } = await server.client(OrganizationService).addOrganization({ name: 'Müller' })
    const { organizationId: other } = await server.client(OrganizationService).addOrganization({ name: 'B' })
    const management = (id: string) => server.client(ManagementService, { headers: inOrg(id) })
    await management(organizationId).addOrgDomain({ domain: 'MÜLLER.example' })
    for (const domain of [
      'müller.example',
      'mu\u0308ller.example',
      'xn--mller-kva.example',
      'ｍüller.example',
      'müller.example.',
    ])
      expect(await outcome(management(other).addOrgDomain({ domain })), domain).toMatch(/^AlreadyExists/)
    expect((await management(other).getOrgByDomainGlobal({ domain: 'Müller.Example' })).org?.id).toBe(
      organizationId,
    )
    expect(await outcome(add('ada@MÜLLER.example'))).toBe('InvalidArgument user.foreign_domain')
    expect(await outcome(add('ada@xn--mller-kva.example'))).toBe('InvalidArgument user.foreign_domain')
    expect(await outcome(add('ada＠müller.example'))).toBe('InvalidArgument user.foreign_domain')
    expect(await outcome(add('ada@müller.example.'))).toBe('InvalidArgument user.foreign_domain')
  })

  test('metadata keys are searched by the same rule', async () => {
    const { userId } = await add('metadata')
    const management = server.client(ManagementService)
    await management.setUserMetadata({ id: userId, key: 'Größe-I', value: Buffer.from('1') })
    const { result } = await management.listUserMetadata({
      id: userId,
      queries: [{ query: { case: 'keyQuery', value: { key: 'GRÖßE-i', method: eqIgnoringCase } } }] as never,
    })
    expect(result.map(({ key }) => key)).toEqual(['Größe-I'])
  })
})

test.each([
  ['zero-width space', 'ad\u200ba'],
  ['joiner', 'ad\u200da'],
  ['direction override', '\u202eada'],
  ['soft hyphen', 'ad\u00ada'],
  ['line break', 'ad\na'],
  ['symbol', 'ada😀'],
])('a username with a %s is refused, and the refusal names the character', async (_, username) => {
  const server = serverOf('C')
  const machine = server.client(ManagementService).addMachineUser({ userName: username, name: 'Robot' })
  const message = await machine.catch((reason: unknown) => String(reason))
  expect(message).toMatch(/U\+[0-9A-F]{4}/)
  expect(
    await outcome(server.client(ManagementService).addMachineUser({ userName: username, name: 'R' })),
  ).toBe('InvalidArgument user.username_character')
})

test('a username that mixes directions is refused', async () => {
  const call = serverOf('C').client(ManagementService).addMachineUser({ userName: 'adaמשה', name: 'Robot' })
  expect(await outcome(call)).toBe('InvalidArgument user.username_direction')
})
