import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as UserServiceBeta } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { softAuthenticator } from '../../server/src/testing/softAuthenticator.ts'
import type { ClientOptions } from '../../server/src/testing/testServer.ts'
import { addCallers } from './callers.ts'
import { addKey } from './keys.ts'
import { addPerson, passwordSession } from './people.ts'
import { refusalOf, statusOf } from './refusal.ts'
import { addedDetails, addOrg, changedDetails } from './tenants.ts'
import { systemServer } from './virtualInstances.ts'

const server = await systemServer()

const person = () => addPerson(server, { headers: org.headers })
const management = (options: ClientOptions = {}) =>
  server.client(ManagementService, { ...options, headers: { ...org.headers, ...options.headers } })
const users = (options: ClientOptions = {}) => server.client(UserService, options)
const missing = { code: 'NotFound', id: 'passkey.not_found' }
const codeWrong = { code: 'InvalidArgument', id: 'passkey.code_wrong' }

// Otherwise a session by password alone would end as soon as a key is there.
await server.client(AdminService).removeSecondFactorFromLoginPolicy({ type: SecondFactorType.U2F })
const org = await addOrg(server)
const { orgId } = org
const callers = await addCallers(server, orgId, 'ORG_OWNER', 'ORG_USER_MANAGER', 'ORG_OWNER_VIEWER')

test.each(['passkey', 'u2f'] as const)('user.v2beta registers a %s, once', async (kind) => {
  const { userId } = await person()
  const beta = server.client(UserServiceBeta)
  const begun =
    kind === 'u2f'
      ? await beta.registerU2F({ userId, domain: 'localhost' })
      : await beta.registerPasskey({ userId, domain: 'localhost' })
  expect(begun.details).toEqual(changedDetails(org.orgId))
  const publicKeyCredential = softAuthenticator(server.url).register(
    begun.publicKeyCredentialCreationOptions ?? {},
    { userVerified: true },
  )
  const verify = () =>
    'u2fId' in begun
      ? beta.verifyU2FRegistration({ userId, u2fId: begun.u2fId, tokenName: 'Mine', publicKeyCredential })
      : beta.verifyPasskeyRegistration({
          userId,
          passkeyId: begun.passkeyId,
          passkeyName: 'Mine',
          publicKeyCredential,
        })
  expect((await verify()).details).toEqual(changedDetails(org.orgId))
  expect(await statusOf(verify())).not.toBe('ok')
})

describe('auth.v1', () => {
  test.each(['passkey', 'u2f'] as const)('a person adds, lists and removes an own %s', async (kind) => {
    const { userId } = await person()
    const { sessionToken: token } = await passwordSession(server, userId)
    const own = server.client(AuthService, { token })
    const added = await (kind === 'u2f' ? own.addMyAuthFactorU2F({}) : own.addMyPasswordless({}))
    expect(added.details).toEqual(addedDetails(org.orgId))
    const options = JSON.parse(Buffer.from(added.key?.publicKey ?? []).toString())
    const verification = {
      tokenName: 'Mine',
      publicKeyCredential: Buffer.from(
        JSON.stringify(softAuthenticator(server.url).register(options, { userVerified: true })),
      ),
    }
    const verify = () =>
      kind === 'u2f'
        ? own.verifyMyAuthFactorU2F({ verification })
        : own.verifyMyPasswordless({ verification })
    expect((await verify()).details).toEqual(changedDetails(org.orgId))
    const spent = { code: 'FailedPrecondition', id: 'passkey.nothing_pending' }
    expect(await refusalOf(verify()), 'the answer counts once').toEqual(spent)
    const ids = async () => {
      if (kind === 'passkey')
        return (await own.listMyPasswordless({})).result.map((one) => [one.id, one.name])
      const { result } = await own.listMyAuthFactors({})
      return result.flatMap(({ type }) => (type.case === 'u2f' ? [[type.value.id, type.value.name]] : []))
    }
    const [[tokenId = '', name] = []] = await ids()
    expect(name).toBe('Mine')
    const remove = (id: string) =>
      kind === 'u2f' ? own.removeMyAuthFactorU2F({ tokenId: id }) : own.removeMyPasswordless({ tokenId: id })
    const { userId: other } = await person()
    expect(await refusalOf(remove((await addKey(server, other, kind)).id))).toEqual(missing)
    expect((await remove(tokenId)).details).toEqual(changedDetails(org.orgId))
    expect(await ids()).toEqual([])
    expect(await refusalOf(remove(tokenId))).toEqual(missing)
  })

  test('a link that a person requested carries a code that works once', async () => {
    const { userId } = await person()
    const { sessionToken: token } = await passwordSession(server, userId)
    const { link, details, expiration } = await server
      .client(AuthService, { token })
      .addMyPasswordlessLink({})
    expect(details).toEqual(addedDetails(org.orgId))
    expect(expiration?.seconds).toBe(3600n)
    await useLink(userId, link)
    expect(await refusalOf(useLink(userId, link))).toEqual(codeWrong)
  })

  test('nothing of it works without a token, or for machines', async () => {
    const anonymous = server.client(AuthService, { token: null })
    const machine = server.client(AuthService, callers['ORG_OWNER'])
    const calls = (client: typeof machine) => [
      client.addMyPasswordless({}),
      client.addMyAuthFactorU2F({}),
      client.addMyPasswordlessLink({}),
      client.sendMyPasswordlessLink({}),
    ]
    expect(new Set(await Promise.all(calls(anonymous).map(statusOf)))).toEqual(new Set(['Unauthenticated']))
    expect(await Promise.all(calls(machine).map(statusOf))).not.toContain('ok')
  })
})

/** Begins a registration with the code of a v1 link. */
function useLink(userId: string, link: string) {
  const { searchParams } = new URL(link)
  expect(searchParams.get('userID')).toBe(userId)
  const code = { id: searchParams.get('codeID') ?? '', code: searchParams.get('code') ?? '' }
  return users().registerPasskey({ userId, domain: 'localhost', code })
}

describe('management', () => {
  test('lists and removes keys of people of the context organization', async () => {
    const { userId } = await person()
    const passkey = (await addKey(server, userId, 'passkey')).id
    const u2f = (await addKey(server, userId, 'u2f')).id
    const list = async (options = {}) =>
      (await management(options).listHumanPasswordless({ userId })).result.map(({ id, name }) => [id, name])
    expect(await list()).toEqual([[passkey, 'My key']])
    const elsewhere = { headers: { 'x-zitadel-orgid': server.first.orgId } }
    expect((await refusalOf(list(elsewhere))).id).toBe('user.not_found')
    const removals = [
      (options: ClientOptions) => management(options).removeHumanPasswordless({ userId, tokenId: passkey }),
      (options: ClientOptions) => management(options).removeHumanAuthFactorU2F({ userId, tokenId: u2f }),
    ]
    for (const remove of removals) {
      expect((await refusalOf(remove(elsewhere))).code).toBe('NotFound')
      expect((await remove({})).details).toEqual(changedDetails(org.orgId))
      expect(await refusalOf(remove({}))).toEqual(missing)
    }
    expect(await list()).toEqual([])
    const factors = await users().listAuthenticationFactors({ userId })
    expect([factors.result, (await users().listPasskeys({ userId })).result]).toEqual([[], []])
  })

  test('makes a link for a person of the context organization', async () => {
    const { userId } = await person()
    const { link, details } = await management().addPasswordlessRegistration({ userId })
    expect(details).toEqual(addedDetails(org.orgId))
    await useLink(userId, link)
    expect(await refusalOf(useLink(userId, link))).toEqual(codeWrong)
    const elsewhere = management({ headers: { 'x-zitadel-orgid': server.first.orgId } })
    expect(await statusOf(elsewhere.addPasswordlessRegistration({ userId }))).toBe('NotFound')
    expect(await statusOf(management().addPasswordlessRegistration({ userId: 'nobody' }))).toBe('NotFound')
  })
})

describe('rights', () => {
  const denied = {
    'ORG_OWNER elsewhere': 'NotFound',
    'no membership': 'NotFound',
    'no token': 'Unauthenticated',
    'another instance': 'Unauthenticated',
  }
  const owner = {
    ORG_OWNER: 'ok',
    ORG_USER_MANAGER: 'PermissionDenied',
    ORG_OWNER_VIEWER: 'PermissionDenied',
  }
  const writer = { ...owner, ORG_USER_MANAGER: 'ok' }
  const reader = { ...writer, ORG_OWNER_VIEWER: 'ok' }
  type Act = (options: ClientOptions, userId: string) => Promise<unknown>
  const inOrg = (options: ClientOptions) => ({ ...options, headers: org.headers })
  const medium = { case: 'returnCode', value: {} } as const
  const proof = { publicKeyCredential: {} }
  const acts: Readonly<Record<string, readonly [Act, Readonly<Record<string, string>>]>> = {
    'management ListHumanPasswordless': [
      (o, userId) => management(o).listHumanPasswordless({ userId }),
      reader,
    ],
    'management AddPasswordlessRegistration': [
      (o, userId) => management(o).addPasswordlessRegistration({ userId }),
      owner,
    ],
    'management SendPasswordlessRegistration': [
      (o, userId) => management(o).sendPasswordlessRegistration({ userId }),
      writer,
    ],
    'v2 RegisterPasskey': [(o, userId) => users(o).registerPasskey({ userId, domain: 'localhost' }), owner],
    'v2 RegisterU2F': [(o, userId) => users(o).registerU2F({ userId, domain: 'localhost' }), owner],
    'v2beta RegisterU2F': [
      (o, userId) => server.client(UserServiceBeta, o).registerU2F({ userId, domain: 'localhost' }),
      owner,
    ],
    'v2 VerifyPasskeyRegistration': [
      (o, userId) =>
        users(o).verifyPasskeyRegistration({ userId, passkeyId: 'x', passkeyName: 'n', ...proof }),
      { ...owner, ORG_OWNER: 'FailedPrecondition' },
    ],
    'v2 VerifyU2FRegistration': [
      (o, userId) => users(o).verifyU2FRegistration({ userId, u2fId: 'x', tokenName: 'n', ...proof }),
      { ...owner, ORG_OWNER: 'FailedPrecondition' },
    ],
    'v2 RemovePasskey': [
      async (o, userId) =>
        users(o).removePasskey({ userId, passkeyId: (await addKey(server, userId, 'passkey')).id }),
      writer,
    ],
    'v2 RemoveU2F': [
      async (o, userId) => users(o).removeU2F({ userId, u2fId: (await addKey(server, userId, 'u2f')).id }),
      writer,
    ],
    'v2 CreatePasskeyRegistrationLink': [
      (o, userId) => users(inOrg(o)).createPasskeyRegistrationLink({ userId, medium }),
      owner,
    ],
  }
  test.each(Object.entries(acts))('%s', async (_name, [act, expected]) => {
    const { userId } = await person()
    const answers: Record<string, string> = {}
    for (const [name, options] of Object.entries(callers))
      answers[name] = await statusOf(act(options, userId))
    expect(answers).toEqual({ ...denied, ...expected })
  })

  test('v2 ListPasskeys demands the right, also if there is nothing to list', async () => {
    const { userId } = await person()
    const nobody = users(callers['no membership'])
    const none = { code: 'NotFound', id: 'permission.membership_not_found' }
    for (const id of ['nobody', userId]) {
      expect(await refusalOf(nobody.listPasskeys({ userId: id }))).toEqual(none)
    }
    await addKey(server, userId, 'passkey')
    expect((await users(callers['ORG_OWNER_VIEWER']).listPasskeys({ userId })).result).toHaveLength(1)
    expect(await refusalOf(nobody.listPasskeys({ userId }))).toEqual(none)
  })
})
