import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ThemeMode } from '@zitadel/proto/zitadel/policy_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addedDetails, addMachine, addOrg, changedDetails, inOrg, outcome, readDetails } from './tenants.ts'

const server = await testServer()

const admin = () => server.client(AdminService)
const management = (orgId: string, token?: string) =>
  server.client(ManagementService, { headers: inOrg(orgId), ...(token && { token }) })
const initial = {
  primaryColor: '#5469d4',
  backgroundColor: '#fafafa',
  warnColor: '#cd3d56',
  fontColor: '#000000',
  primaryColorDark: '#2073c4',
  backgroundColorDark: '#111827',
  warnColorDark: '#ff3b5b',
  fontColorDark: '#ffffff',
  hideLoginNameSuffix: false,
  disableWatermark: false,
  themeMode: ThemeMode.AUTO,
}

test('branding is prepared, seen in the preview, and shown once activated', async () => {
  const { orgId } = await addOrg(server)
  const org = management(orgId)
  expect((await org.getLabelPolicy({})).policy).toMatchObject({ ...initial, isDefault: true })
  expect(await outcome(org.updateCustomLabelPolicy({}))).toBe('NotFound setting.not_found')
  expect(await outcome(org.activateCustomLabelPolicy({}))).toBe('NotFound setting.not_found')
  const own = { primaryColor: '#123456', hideLoginNameSuffix: true, themeMode: ThemeMode.DARK }
  expect((await org.addCustomLabelPolicy(own)).details).toEqual(addedDetails(orgId))
  expect(await outcome(org.addCustomLabelPolicy(own))).toBe('AlreadyExists setting.exists')
  expect((await org.getPreviewLabelPolicy({})).policy).toMatchObject({ ...own, isDefault: false })
  expect((await org.getLabelPolicy({})).policy, 'not activated yet').toMatchObject(initial)

  expect((await org.activateCustomLabelPolicy({})).details).toEqual(changedDetails(orgId))
  expect((await org.getLabelPolicy({})).policy).toMatchObject({
    ...own,
    isDefault: false,
    details: readDetails(orgId),
  })
  expect((await org.updateCustomLabelPolicy({ ...own, primaryColor: '#654321' })).details).toEqual(
    changedDetails(orgId),
  )
  expect((await org.getLabelPolicy({})).policy).toMatchObject(own)
  expect((await org.getPreviewLabelPolicy({})).policy?.primaryColor).toBe('#654321')
  expect(await outcome(org.updateCustomLabelPolicy({ ...own, primaryColor: '#654321' }))).toMatch(
    /^FailedPrecondition/,
  )
  const { token } = await addMachine(server, { orgId })
  const mine = await server.client(AuthService, { token }).getMyLabelPolicy({})
  expect(mine.policy).toMatchObject(own)
  expect((await org.getDefaultLabelPolicy({})).policy).toMatchObject({ ...initial, isDefault: true })

  expect((await org.resetLabelPolicyToDefault({})).details).toEqual(changedDetails(orgId))
  expect((await org.getLabelPolicy({})).policy).toMatchObject({ ...initial, isDefault: true })
  expect((await org.getPreviewLabelPolicy({})).policy).toMatchObject({ ...initial, isDefault: true })
  expect(await outcome(org.resetLabelPolicyToDefault({}))).toBe('NotFound setting.not_found')
})

test('the instance’s branding likewise', async () => {
  const { orgId } = await addOrg(server)
  const { instanceId } = server.first
  const { details } = await admin().updateLabelPolicy({ ...initial, primaryColor: 'rebeccapurple' })
  expect(details).toEqual(changedDetails(instanceId))
  expect((await admin().getPreviewLabelPolicy({})).policy?.primaryColor).toBe('rebeccapurple')
  expect((await admin().getLabelPolicy({})).policy?.primaryColor).toBe(initial.primaryColor)
  expect((await admin().activateLabelPolicy({})).details).toEqual(changedDetails(instanceId))
  expect((await management(orgId).getLabelPolicy({})).policy?.primaryColor).toBe('rebeccapurple')
  const shown = await server.client(SettingsService).getBrandingSettings({})
  expect(shown.settings?.lightTheme?.primaryColor).toBe('rebeccapurple')
  await admin().updateLabelPolicy(initial)
  await admin().activateLabelPolicy({})
})

test('colours that could end a style sheet’s declaration are refused', async () => {
  for (const color of ['red; background: url(//evil.test)', '#12', 'url(x)']) {
    expect(await outcome(admin().updateLabelPolicy({ ...initial, fontColor: color })), color).toMatch(
      /^InvalidArgument/,
    )
  }
})

test('assets that are not there cannot be removed', async () => {
  const { orgId } = await addOrg(server)
  const org = management(orgId)
  await org.addCustomLabelPolicy({})
  const removals = [
    admin().removeLabelPolicyLogo({}),
    admin().removeLabelPolicyLogoDark({}),
    admin().removeLabelPolicyIcon({}),
    admin().removeLabelPolicyIconDark({}),
    admin().removeLabelPolicyFont({}),
    org.removeCustomLabelPolicyLogo({}),
    org.removeCustomLabelPolicyLogoDark({}),
    org.removeCustomLabelPolicyIcon({}),
    org.removeCustomLabelPolicyIconDark({}),
    org.removeCustomLabelPolicyFont({}),
  ]
  expect(await Promise.all(removals.map(outcome))).toEqual(
    removals.map(() => 'NotFound setting.asset_not_found'),
  )
})

test('readers and strangers change no branding', async () => {
  const { orgId } = await addOrg(server)
  const viewer = await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })
  const stranger = await addMachine(server, { orgId: (await addOrg(server)).orgId, roles: ['ORG_OWNER'] })
  for (const [token, expected] of [
    [viewer.token, 'PermissionDenied permission.denied'],
    [stranger.token, 'NotFound permission.membership_not_found'],
  ] as const) {
    const org = management(orgId, token)
    const writes = [
      org.addCustomLabelPolicy({}),
      org.updateCustomLabelPolicy({}),
      org.activateCustomLabelPolicy({}),
      org.resetLabelPolicyToDefault({}),
      org.removeCustomLabelPolicyLogo({}),
    ]
    expect(await Promise.all(writes.map(outcome))).toEqual(writes.map(() => expected))
  }
  const by = server.client(AdminService, { token: stranger.token })
  const writes = [by.updateLabelPolicy({}), by.activateLabelPolicy({}), by.removeLabelPolicyFont({})]
  expect(await Promise.all(writes.map(outcome))).toEqual(
    writes.map(() => 'PermissionDenied permission.denied'),
  )
})
