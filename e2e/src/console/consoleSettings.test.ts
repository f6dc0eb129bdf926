import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { FeatureService } from '@zitadel/proto/zitadel/feature/v2/feature_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { PasswordlessType, SecondFactorType } from '@zitadel/proto/zitadel/policy_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import { State } from '@zitadel/proto/zitadel/webkey/v2/key_pb.js'
import { WebKeyService } from '@zitadel/proto/zitadel/webkey/v2/webkey_service_pb.js'
import { expect, test } from 'vitest'
import { startLogReceiver } from '../logReceiver.ts'
import { inOrg } from '../tenants.ts'
import { type ConsoleVisitor, consoleWorld } from './consoleWorld.ts'

const world = await consoleWorld()
const admin = world.server.client(AdminService)
const management = world.server.client(ManagementService, { headers: inOrg(world.orgId) })
const hostile = '<img src=x onerror=alert(1)> & "Co"'
const here = `?org=${world.orgId}`

/** The section of the page with this heading. */
const section = ({ page }: ConsoleVisitor, name: string) => page.getByRole('region', { name })

/** Presses the button that saves the section, and waits until the form shows what was written. */
async function save(visitor: ConsoleVisitor, name: string): Promise<void> {
  const button = section(visitor, name).getByRole('button', { name: 'Save', exact: true })
  await button.click()
  await button.and(visitor.page.locator(':disabled:not([data-loading])')).waitFor()
}

test('without the right neither links nor values are shown, and an address says which right is missing', async () => {
  const nora = await world.visit('nobody', `/settings/login${here}`)
  await nora.page.getByText('This page needs the right policy.read here').waitFor()
  expect(await nora.page.getByRole('link', { name: 'Settings', exact: true }).count()).toBe(0)
  expect(await nora.page.getByRole('switch').count()).toBe(0)
  await nora.close()

  const piet = await world.visit('projectOwner', `/settings/login${here}`)
  await piet.page.getByText('This page needs the right policy.read here').waitFor()
  await piet.close()

  const olga = await world.visit('organizationOwner', `/settings${here}`)
  await olga.page.getByRole('link', { name: 'Password rules' }).waitFor()
  expect(await olga.page.getByRole('link', { name: 'Signing keys' }).count()).toBe(0)
  await olga.go(`/settings/keys${here}`)
  await olga.page.getByText('Signing keys is a setting of the whole instance').waitFor()
  await olga.go(`/settings/domain${here}`)
  await olga.page.getByText('To change it you need the right iam.policy.write.').waitFor()
  expect(await olga.page.getByRole('button', { name: 'Save' }).count()).toBe(0)
  await olga.close()
})

test('an organization gets its own login policy after a dry run that names the people whom it hits', async () => {
  const olga = await world.visit('organizationOwner', `/settings/login${here}`)
  const { page } = olga
  const dialog = page.getByRole('dialog')
  await section(olga, 'Allowed factors').getByText('From the instance').waitFor()
  await page.getByRole('switch', { name: 'Code by e-mail' }).click()
  await dialog.getByText('Nobody is hit.').waitFor()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await section(olga, 'Allowed factors').getByText('Own values').waitFor()
  const own = await management.getLoginPolicy({})
  expect(own.policy?.isDefault).toBe(false)
  expect(own.policy?.secondFactors).toContain(SecondFactorType.OTP_EMAIL)
  expect(own.policy?.allowUsernamePassword).toBe(true)

  const users = world.server.client(UserService)
  const { userId } = world.people.nobody
  await users.updateHumanUser({
    userId,
    profile: { givenName: hostile, familyName: 'N', displayName: hostile },
  })
  await users.addOTPEmail({ userId })
  await page.getByRole('switch', { name: 'Code by e-mail' }).click()
  await dialog.getByText('1 person loses the last factor.').waitFor()
  await dialog.getByText(hostile).waitFor()
  await olga.lookAt('settings-dry-run')
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Export as CSV' }).click()
  expect((await download).suggestedFilename()).toBe('people.csv')
  expect((await management.getLoginPolicy({})).policy?.secondFactors).toContain(SecondFactorType.OTP_EMAIL)
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Not allowed any more: Code by e-mail.').waitFor()
  expect((await management.getLoginPolicy({})).policy?.secondFactors).not.toContain(
    SecondFactorType.OTP_EMAIL,
  )
  await page.getByRole('button', { name: 'Forbid' }).click()
  await dialog.getByText('Do not allow any more: Recovery codes').waitFor()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Not allowed any more: Recovery codes.').waitFor()
  await management.resetLoginPolicyToDefault({})
  await olga.close()
})

test('an organization gets its own rules beside those of the instance, is warned, and gives them up again', async () => {
  const olga = await world.visit('organizationOwner', `/settings/login${here}`)
  const { page } = olga
  const dialog = page.getByRole('dialog')
  await page.getByRole('switch', { name: 'Log in with a password' }).click()
  await page.getByRole('switch', { name: 'Log in with a passkey' }).click()
  await section(olga, 'Rules').getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.getByText('nobody could log in').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect((await management.getLoginPolicy({})).policy?.allowUsernamePassword).toBe(true)
  await page.getByRole('switch', { name: 'Log in with a password' }).click()
  await page.getByLabel('Second factor', { exact: true }).fill('2')
  await save(olga, 'Rules')
  await page.getByText('Instance: 18 h').waitFor()
  const changed = (await management.getLoginPolicy({})).policy
  expect(changed).toMatchObject({
    allowUsernamePassword: true,
    passwordlessType: PasswordlessType.NOT_ALLOWED,
    secondFactorCheckLifetime: { seconds: 7200n },
    passwordCheckLifetime: { seconds: 864_000n },
  })
  await olga.lookAt('settings-login-organization')

  await page.getByRole('button', { name: 'Use the values of the instance' }).click()
  await dialog.getByRole('button', { name: 'Use the values of the instance' }).click()
  await section(olga, 'Rules').getByText('From the instance').waitFor()
  expect((await management.getLoginPolicy({})).policy?.isDefault).toBe(true)
  await olga.close()
})

test('what somebody else has changed in the meantime is not overwritten, and other values are kept', async () => {
  const olga = await world.visit('organizationOwner', `/settings/lockout${here}`)
  const { page } = olga
  await page.getByLabel('Wrong passwords until a person is locked').fill('5')
  await save(olga, 'Limits')
  expect((await management.getLockoutPolicy({})).policy).toMatchObject({ maxPasswordAttempts: 5n })

  await management.updateCustomLockoutPolicy({ maxPasswordAttempts: 7, maxOtpAttempts: 3 })
  await page.getByLabel('A lock ends by itself after').fill('20')
  await save(olga, 'Limits')
  const merged = await world.server.rest('GET', '/management/v1/policies/lockout', {
    headers: inOrg(world.orgId),
  })
  expect(merged.headers.get('x-sallyport-lockout-release')).toBe('1200')
  expect(merged.json).toMatchObject({ policy: { maxPasswordAttempts: '7', maxOtpAttempts: '3' } })

  await page.getByLabel('Wrong passwords until a person is locked').fill('6')
  await management.updateCustomLockoutPolicy({ maxPasswordAttempts: 8, maxOtpAttempts: 3 })
  await section(olga, 'Limits').getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Somebody else has changed this in the meantime').waitFor()
  expect((await management.getLockoutPolicy({})).policy).toMatchObject({ maxPasswordAttempts: 8n })
  await olga.close()
})

test('the owner of the instance changes its policies, and sees warnings first', async () => {
  const root = await world.visit('instanceOwner', '/settings')
  const { page } = root
  const dialog = page.getByRole('dialog')
  await root.lookAt('settings')
  await root.go('/settings/complexity')
  await page.getByLabel('Least number of characters').fill('4')
  await section(root, 'What a new password needs').getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.getByText('Passwords of fewer than 8 characters are guessed quickly.').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  expect((await admin.getPasswordComplexityPolicy({})).policy?.minLength).toBe(8n)
  await page.getByLabel('Least number of characters').fill('12')
  await save(root, 'What a new password needs')
  expect((await admin.getPasswordComplexityPolicy({})).policy?.minLength).toBe(12n)
  await page.getByLabel('Passwords expire after').fill('365')
  await save(root, 'How long a password lasts')
  expect((await admin.getPasswordAgePolicy({})).policy).toMatchObject({ maxAgeDays: 365n })

  await root.go('/settings/privacy')
  await page.getByLabel('Help', { exact: true }).fill('javascript:alert(1)')
  await section(root, 'Addresses').getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('A link is no http, https, mailto or tel address').waitFor()
  await page.getByLabel('Help', { exact: true }).fill('https://help.example/{{.Lang}}')
  await page.getByLabel('Its text').fill(hostile)
  await save(root, 'Addresses')
  expect((await admin.getPrivacyPolicy({})).policy).toMatchObject({
    helpLink: 'https://help.example/{{.Lang}}',
    customLinkText: hostile,
  })

  await root.go('/settings/notification')
  await page.getByRole('switch', { name: 'Mail people whose password was changed' }).click()
  await save(root, 'Mails')
  expect((await admin.getNotificationPolicy({})).policy?.passwordChange).toBe(false)

  await root.go(`/settings/domain${here}`)
  await page.getByRole('switch', { name: 'Domains of organizations must be proved' }).click()
  await save(root, 'Rules')
  const { policy } = await admin.getCustomDomainPolicy({ orgId: world.orgId })
  expect(policy).toMatchObject({ isDefault: false, validateOrgDomains: true })
  expect((await admin.getDomainPolicy({})).policy?.validateOrgDomains).toBe(false)
  await root.close()
})

test('the owner of the instance changes security and the lifetimes of tokens', async () => {
  const root = await world.visit('instanceOwner', '/settings/security')
  const { page } = root
  await page.getByLabel('People prove themselves again').fill('20')
  await page
    .getByLabel('Sensitive acts need a reason')
    .selectOption('Of people; machines give one only to act for others')
  await page.getByRole('combobox', { name: 'Pages that may' }).fill('https://app.example')
  await page.keyboard.press('Enter')
  await save(root, 'Frames, acting for others, and credentials')
  const security = await world.server.rest('GET', '/admin/v1/policies/security')
  expect(security.headers.get('x-sallyport-fresh-proof')).toBe('20')
  expect(security.headers.get('x-sallyport-credential-rights')).toBe('held')
  expect(security.headers.get('x-sallyport-reason-demand')).toBe('people')
  expect(security.json).toMatchObject({ policy: { allowedOrigins: ['https://app.example'] } })
  await root.lookAt('settings-security')

  await root.go('/settings/oidc')
  await page.getByLabel('Access tokens').fill('60')
  await save(root, 'Lifetimes of tokens')
  expect((await admin.getOIDCSettings({})).settings).toMatchObject({
    accessTokenLifetime: { seconds: 3600n },
    refreshTokenExpiration: { seconds: 7_776_000n },
  })
  await root.close()
})

test('the owner of the instance is warned of codes that can be guessed', async () => {
  const root = await world.visit('instanceOwner', '/settings/generators')
  const { page } = root
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Second factor by SMS' }).click()
  await page.getByLabel('Length').fill('4')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await dialog.getByText('There are so few of these codes that they can be guessed.').waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await page.getByLabel('Length').fill('7')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('7 characters, valid for 5 min').waitFor()
  await root.lookAt('settings-generators')
  expect((await admin.getSecretGenerator({ generatorType: 7 })).secretGenerator).toMatchObject({
    length: 7,
    includeDigits: true,
    expiry: { seconds: 300n },
  })
  await root.close()
})

test('the owner of the instance chooses languages and closes the registration of organizations', async () => {
  const root = await world.visit('instanceOwner', '/settings/languages')
  const { page } = root
  await page.getByLabel('Language of people who have chosen none').selectOption('de')
  await save(root, 'Default language')
  expect((await admin.getDefaultLanguage({})).language).toBe('de')
  await page.getByRole('combobox', { name: 'Languages of pages and mails' }).click()
  await page.getByRole('listbox').getByRole('option', { name: 'German (de)' }).click()
  await page.keyboard.press('Escape')
  await save(root, 'Allowed languages')
  expect((await admin.getRestrictions({})).allowedLanguages).toEqual(['de'])
  await root.lookAt('settings-languages')

  await root.go('/settings/restrictions')
  await page.getByRole('switch', { name: 'Visitors must not register organizations' }).click()
  await save(root, 'Registration of organizations')
  expect(await admin.getRestrictions({})).toMatchObject({
    disallowPublicOrgRegistration: true,
    allowedLanguages: ['de'],
  })
  // The pages of the following logins are English again.
  await admin.setRestrictions({ allowedLanguages: { list: [] } })
  await admin.setDefaultLanguage({ language: 'en' })
  await root.close()
})

test('the owner of the instance sets flags, is warned of a login elsewhere, and resets all', async () => {
  const features = world.server.client(FeatureService)
  const root = await world.visit('instanceOwner', '/settings/features')
  const { page } = root
  const dialog = page.getByRole('dialog')
  await page.getByRole('switch', { name: 'userSchema' }).click()
  await save(root, 'Other flags of the contract')
  expect((await features.getInstanceFeatures({})).userSchema?.enabled).toBe(true)
  const login = await startLogReceiver()
  const attempt = async (address: string) => {
    await page.getByLabel('Address of your login').fill(address)
    await section(root, 'Login of your own').getByRole('button', { name: 'Save', exact: true }).click()
    await dialog.getByText('Nobody can log in, here neither').waitFor()
    const warnings = await dialog.getByRole('alert').getByRole('listitem').allInnerTexts()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.waitFor({ state: 'detached' })
    return warnings.slice(1)
  }
  expect(await attempt(login.url)).toEqual([])
  login.behaviour = { status: 404 }
  expect(await attempt(login.url)).toEqual([expect.stringContaining('got HTTP 404')])
  expect(login.requests.map(({ path: asked }) => asked)).toEqual(['/in/login', '/in/login'])
  await login.close()
  expect(await attempt(login.url)).toEqual([expect.stringContaining('nothing accepts connections')])
  expect(await attempt('https://10.0.0.1')).toEqual([expect.stringContaining('could not be checked')])
  expect((await features.getInstanceFeatures({})).loginV2?.baseUri ?? '').toBe('')
  await section(root, 'Login of your own').getByRole('button', { name: 'Undo changes' }).click()
  await root.lookAt('settings-features')
  await page.getByRole('button', { name: 'Reset all' }).click()
  await dialog.getByRole('button', { name: 'Reset all' }).click()
  await page.getByText('The flags were reset.').waitFor()
  expect((await features.getInstanceFeatures({})).userSchema?.enabled ?? false).toBe(false)
  await root.close()
})

test('the owner of the instance makes, activates and deletes keys, and says why if that is demanded', async () => {
  const demand = { headers: { 'x-sallyport-reason-demand': 'people' }, body: {} }
  await world.server.rest('PUT', '/v2/policies/security', demand)
  const keys = world.server.client(WebKeyService)
  const before = (await keys.listWebKeys({})).webKeys.map(({ id }) => id)
  const root = await world.visit('instanceOwner', '/settings/keys')
  const { page } = root
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'New key' }).click()
  await dialog.getByLabel('Kind').selectOption('ecdsa-P256')
  await dialog.getByRole('button', { name: 'New key' }).click()
  await dialog.getByText('This act needs a reason here.').waitFor()
  await dialog.getByLabel('Reason').fill('Yearly rotation')
  await dialog.getByRole('button', { name: 'New key' }).click()
  const card = page.getByRole('listitem').filter({ hasText: 'ECDSA P-256' })
  await card.waitFor()
  const made = (await keys.listWebKeys({})).webKeys.find(({ id }) => !before.includes(id))
  expect(made?.key.case).toBe('ecdsa')
  await card.getByRole('button', { name: 'Activate' }).click()
  await dialog.getByLabel('Reason').fill('Yearly rotation')
  await dialog.getByRole('button', { name: 'Activate' }).click()
  await card.getByText('In use').waitFor()
  const active = (await keys.listWebKeys({})).webKeys.filter(({ state }) => state === State.ACTIVE)
  expect(active.map(({ id }) => id)).toEqual([made?.id])
  const former = page.getByRole('listitem').filter({ hasText: 'Former' })
  await root.lookAt('settings-keys')
  await former.getByRole('button', { name: 'Delete' }).click()
  await dialog.getByLabel('Reason').fill('Yearly rotation')
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await page.getByText('The key was deleted.').waitFor()
  expect((await keys.listWebKeys({})).webKeys).toHaveLength(before.length)
  await root.close()
})
