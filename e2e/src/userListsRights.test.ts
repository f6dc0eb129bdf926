import { timestampFromDate } from '@bufbuild/protobuf/wkt'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { UserService as BetaService } from '@zitadel/proto/zitadel/user/v2beta/user_service_pb.js'
import { describe, expect, test } from 'vitest'
import { type ClientOptions, testServer } from '../../server/src/testing/testServer.ts'
import { addPerson } from './people.ts'
import { addMachine, addOrg, inOrg, outcome } from './tenants.ts'
import { addSelf } from './userFixtures.ts'

const server = await testServer()
const org = await addOrg(server)
const self = await addSelf(server, org.headers)
const armed = await addPerson(server, { headers: org.headers })
await server.client(UserService).addOTPEmail({ userId: armed.userId })
const machine = await addMachine(server, { orgId: org.orgId })
const caller = async (role?: string, orgId = org.orgId): Promise<ClientOptions> => ({
  token: (await addMachine(server, { orgId, ...(role && { roles: [role] }) })).token,
})
const outsider = await caller('ORG_OWNER', (await addOrg(server)).orgId)

type List = (options: ClientOptions, userId: string) => Promise<unknown>
const v2 = (options: ClientOptions) => server.client(UserService, options)
const beta = (options: ClientOptions) => server.client(BetaService, options)

const lists: Readonly<Record<string, List>> = {
  'v2 ListAuthenticationFactors': (o, userId) => v2(o).listAuthenticationFactors({ userId }),
  'v2 ListPasskeys': (o, userId) => v2(o).listPasskeys({ userId }),
  'v2 ListIDPLinks': (o, userId) => v2(o).listIDPLinks({ userId }),
  'v2 ListAuthenticationMethodTypes': (o, userId) => v2(o).listAuthenticationMethodTypes({ userId }),
  'v2beta ListAuthenticationMethodTypes': (o, userId) => beta(o).listAuthenticationMethodTypes({ userId }),
}

describe.each(Object.entries(lists))('%s', (_, list) => {
  const none = 'NotFound permission.membership_not_found'

  test('refuses callers without permission whatever there is to list, and shows it to others', async () => {
    const nobody = await caller()
    const weak = await caller('ORG_SETTINGS_MANAGER')
    const viewer = await caller('ORG_OWNER_VIEWER')
    for (const { userId } of [self, armed]) {
      expect(await outcome(list(nobody, userId))).toBe(none)
      expect(await outcome(list(outsider, userId))).toBe(none)
      expect(await outcome(list(weak, userId))).toBe('PermissionDenied permission.denied')
      expect(await outcome(list(viewer, userId))).toBe('ok')
      expect(await outcome(list({}, userId))).toBe('ok')
    }
    expect(await outcome(list({ token: self.token }, self.userId))).toBe('ok')
  })

  test('answers callers without permission the same for unknown users', async () => {
    expect(await outcome(list(outsider, 'nobody'))).toBe(none)
    expect(await outcome(list(await caller(), 'nobody'))).toBe(none)
  })
})

const contextLists: Readonly<Record<string, List>> = {
  'v1 ListHumanAuthFactors': (o, userId) =>
    server.client(ManagementService, o).listHumanAuthFactors({ userId }),
  'v1 ListHumanPasswordless': (o, userId) =>
    server.client(ManagementService, o).listHumanPasswordless({ userId }),
  'v1 ListPersonalAccessTokens': (o, userId) =>
    server.client(ManagementService, o).listPersonalAccessTokens({ userId }),
  'v1 ListMachineKeys': (o, userId) => server.client(ManagementService, o).listMachineKeys({ userId }),
}

test.each(Object.entries(contextLists))(
  '%s refuses users outside the context organization',
  async (_, list) => {
    const headers = inOrg(server.first.orgId)
    for (const { userId } of [armed, machine, { userId: 'nobody' }]) {
      expect(await outcome(list({ headers }, userId))).toBe('NotFound user.not_found')
    }
    expect(await outcome(list({ headers: org.headers }, armed.userId))).toBe('ok')
  },
)

const expirationDate = timestampFromDate(new Date(Date.now() + 3_600_000))
const idpLink = { idpId: '1', userId: '2', userName: 'ada' }
const writes: Readonly<Record<string, List>> = {
  AddKey: (o, userId) => v2(o).addKey({ userId, expirationDate }),
  AddPersonalAccessToken: (o, userId) => v2(o).addPersonalAccessToken({ userId, expirationDate }),
  AddSecret: (o, userId) => v2(o).addSecret({ userId }),
  AddIDPLink: (o, userId) => v2(o).addIDPLink({ userId, idpLink }),
  RemoveKey: (o, userId) => v2(o).removeKey({ userId, keyId: '1' }),
  RemovePersonalAccessToken: (o, userId) => v2(o).removePersonalAccessToken({ userId, tokenId: '1' }),
  RemoveSecret: (o, userId) => v2(o).removeSecret({ userId }),
  CreateInviteCode: (o, userId) => v2(o).createInviteCode({ userId }),
}

test.each(Object.entries(writes))('%s tells an ORG_OWNER that there is no such user', async (_, write) => {
  expect(await outcome(write(outsider, 'nobody'))).toBe('NotFound user.not_found')
  expect(await outcome(write(await caller(), 'nobody'))).toBe('NotFound permission.membership_not_found')
  expect(await outcome(write(outsider, armed.userId))).toBe('NotFound permission.membership_not_found')
})
