import { SettingsService } from '@sallyport/contract/zitadel/settings/v2/settings_service_pb.js'
import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { PasswordlessType } from '@zitadel/proto/zitadel/policy_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addMachine, addOrg, outcome } from './tenants.ts'

const server = await testServer()
const settings = server.client(SettingsService)

test('general settings name the default organization by both fields, and the languages that people may choose', async () => {
  const before = await settings.getGeneralSettings({})
  expect(before.defaultOrganizationId).toBe(server.first.orgId)
  expect(before.defaultOrgId).toBe(server.first.orgId)
  expect(before.allowedLanguages).toEqual(before.supportedLanguages)
  await server.client(AdminService).setRestrictions({ allowedLanguages: { list: ['de', 'en'] } })
  const { allowedLanguages, supportedLanguages } = await settings.getGeneralSettings({})
  expect(allowedLanguages).toEqual(['de', 'en'])
  expect(supportedLanguages).toEqual(before.supportedLanguages)
})

test.each([
  { allowUsernamePassword: true, passkeys: PasswordlessType.NOT_ALLOWED, local: true },
  { allowUsernamePassword: false, passkeys: PasswordlessType.ALLOWED, local: true },
  { allowUsernamePassword: false, passkeys: PasswordlessType.NOT_ALLOWED, local: false },
])('people sign in here by password or passkey: $local', async (given) => {
  const { headers, orgId } = await addOrg(server)
  await server.client(ManagementService, { headers }).addCustomLoginPolicy({
    allowUsernamePassword: given.allowUsernamePassword,
    passwordlessType: given.passkeys,
  })
  const read = await settings.getLoginSettings({ ctx: { resourceOwner: { case: 'orgId', value: orgId } } })
  expect(read.settings?.allowLocalAuthentication).toBe(given.local)
})

test('both need the right to read policies', async () => {
  const { token } = await addMachine(server)
  for (const [options, refused] of [
    [{ token: null }, 'Unauthenticated'],
    [{ token }, 'NotFound'],
  ] as const) {
    const client = server.client(SettingsService, options)
    expect(await outcome(client.getGeneralSettings({}))).toContain(refused)
    expect(await outcome(client.getLoginSettings({}))).toContain(refused)
  }
})
