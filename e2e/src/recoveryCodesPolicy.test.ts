import { AdminService } from '@sallyport/contract/zitadel/admin_pb.js'
import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { PasswordlessType, SecondFactorType } from '@sallyport/contract/zitadel/policy_pb.js'
import { SecondFactorType as SecondFactorTypeV2 } from '@sallyport/contract/zitadel/settings/v2/login_settings_pb.js'
import { SettingsService } from '@sallyport/contract/zitadel/settings/v2/settings_service_pb.js'
import { AuthService } from '@zitadel/proto/zitadel/auth_pb.js'
import { describe, expect, test } from 'vitest'
import { testServer } from '../../server/src/testing/testServer.ts'
import { addApp, codeAt, testClock } from './factors.ts'
import { hostedPerson, logIn } from './hostedPeople.ts'
import { pageClient } from './pageClient.ts'
import { addPerson, passwordSession } from './people.ts'
import { addRecoveryCodes, checkRecoveryCode } from './recoveryCodes.ts'
import { refusalOf } from './refusal.ts'
import { addMachine, addOrg, outcome } from './tenants.ts'

const clock = testClock()
const server = await testServer({ clock })
const settings = server.client(SettingsService)
const { OTP, RECOVERY_CODES } = SecondFactorType
const type = RECOVERY_CODES
const secondFactorNeeded = 'assurance.second_factor_required'

/** An organization, its policy and a person with an authenticator app and recovery codes. */
async function world(secondFactors: readonly SecondFactorType[] | 'inherited' = [OTP]) {
  const { orgId, headers } = await addOrg(server)
  const policies = server.client(ManagementService, { headers })
  const policy = { allowUsernamePassword: true, passwordlessType: PasswordlessType.ALLOWED }
  if (secondFactors !== 'inherited') {
    await policies.addCustomLoginPolicy({ ...policy, secondFactors: [...secondFactors] })
  }
  const { userId } = await addPerson(server, { headers })
  await addApp(server, userId)
  const codes = [...(await addRecoveryCodes(server, userId))]
  const listed = async () => (await policies.listLoginPolicySecondFactors({})).result
  /** Logs in with password and a code, after all that was done before, and returns the session's token. */
  const recover = async () => {
    clock.advance(1)
    const { sessionId } = await passwordSession(server, userId)
    return checkRecoveryCode(server, sessionId, codes.pop() ?? '')
  }
  return { orgId, headers, policies, userId, listed, recover }
}

/** `ok`, or why the token opens nothing. */
async function acts(token: string): Promise<string> {
  const opened = await outcome(server.client(AuthService, { token }).getMyUser({}))
  return opened.replace(/^\w+ /, '')
}

describe('a login policy', () => {
  test('that never named recovery codes allows them, and does not list them', async () => {
    const { listed, recover } = await world()
    expect(await listed()).toEqual([OTP])
    expect(await acts(await recover())).toBe('ok')
  })

  test('that names them from the start lists and allows them', async () => {
    const { orgId, listed, recover, policies } = await world([OTP, RECOVERY_CODES])
    expect(await listed()).toEqual([OTP, RECOVERY_CODES])
    expect(await acts(await recover())).toBe('ok')
    const ctx = { resourceOwner: { case: 'orgId' as const, value: orgId } }
    const read = await settings.getLoginSettings({ ctx })
    expect(read.settings?.secondFactors).toEqual([SecondFactorTypeV2.TOTP, SecondFactorTypeV2.RECOVERY_CODES])
    const older = await server.rest('GET', `/v2beta/settings/login?ctx.orgId=${orgId}`)
    expect(older.json).toMatchObject({ settings: { secondFactors: ['SECOND_FACTOR_TYPE_OTP'] } })
    const exists = { code: 'AlreadyExists', id: 'login_policy.factor_exists' }
    expect(await refusalOf(policies.addSecondFactorToLoginPolicy({ type }))).toEqual(exists)
  })

  test.each([
    ['never named', [OTP]],
    ['allowed', [OTP, RECOVERY_CODES]],
  ])('forbids codes that it %s once they are removed from it, and allows them again', async (_, factors) => {
    const { listed, recover, policies } = await world(factors)
    const before = await recover()
    await policies.removeSecondFactorFromLoginPolicy({ type })
    expect(await listed()).toEqual([OTP])
    expect(await acts(before)).toBe(secondFactorNeeded)
    expect(await acts(await recover())).toBe(secondFactorNeeded)
    const missing = { code: 'NotFound', id: 'login_policy.factor_not_found' }
    expect(await refusalOf(policies.removeSecondFactorFromLoginPolicy({ type }))).toEqual(missing)
    await policies.addSecondFactorToLoginPolicy({ type })
    expect(await listed()).toEqual([OTP, RECOVERY_CODES])
    expect(await acts(before), 'the proof stays void').toBe(secondFactorNeeded)
    expect(await acts(await recover())).toBe('ok')
  })

  test('that allows no factor of the person allows no codes either, also if it names them', async () => {
    const { policies, recover } = await world([OTP, RECOVERY_CODES])
    const token = await recover()
    await policies.removeSecondFactorFromLoginPolicy({ type: OTP })
    expect(await acts(token)).toBe('ok')
    const { policies: others, recover: recoverOther } = await world([OTP, RECOVERY_CODES])
    await others.updateCustomLoginPolicy({
      allowUsernamePassword: true,
      forceMfa: true,
      passwordlessType: PasswordlessType.ALLOWED,
    })
    await others.removeSecondFactorFromLoginPolicy({ type: OTP })
    expect(await acts(await recoverOther())).toBe('assurance.mfa_forced')
  })

  test('of an organization that has none is not named: adding has no effect, removing finds nothing', async () => {
    const { policies, listed, recover } = await world('inherited')
    const inherited = await listed()
    const missing = { code: 'NotFound', id: 'login_policy.factor_not_found' }
    expect(await refusalOf(policies.removeSecondFactorFromLoginPolicy({ type }))).toEqual(missing)
    await policies.addSecondFactorToLoginPolicy({ type })
    expect(await listed()).toEqual(inherited)
    await policies.removeSecondFactorFromLoginPolicy({ type })
    expect(await acts(await recover())).toBe('ok')
  })

  test('reports in a dry run which sessions would lose a code, and that nobody loses a last factor', async () => {
    const { headers, recover, listed } = await world([OTP, RECOVERY_CODES])
    const tokens = [await recover(), await recover()]
    const path = '/management/v1/policies/login/second_factors/SECOND_FACTOR_TYPE_RECOVERY_CODES'
    const dry = { headers: { ...headers, 'x-sallyport-dry-run': 'true' } }
    const { json } = await server.rest('DELETE', path, dry)
    expect(json).toMatchObject({ dryRun: { peopleLosingLastFactor: 0, sessionsLowered: 2 } })
    expect(await listed()).toEqual([OTP, RECOVERY_CODES])
    for (const token of tokens) expect(await acts(token)).toBe('ok')
  })

  test('is changed by nobody without the right', async () => {
    const { orgId, headers, listed } = await world()
    const viewer = await addMachine(server, { orgId, roles: ['ORG_OWNER_VIEWER'] })
    const stranger = await addMachine(server, { roles: ['ORG_OWNER'] })
    for (const [token, code] of [
      [viewer.token, 'PermissionDenied'],
      [stranger.token, 'NotFound'],
    ] as const) {
      const client = server.client(ManagementService, { token, headers })
      expect((await refusalOf(client.removeSecondFactorFromLoginPolicy({ type }))).code).toBe(code)
      expect((await refusalOf(client.addSecondFactorToLoginPolicy({ type }))).code).toBe(code)
    }
    expect(await listed()).toEqual([OTP])
  })
})

test('an instance that forbids codes offers none on its pages: not at the login, not after a set-up, not in the account', async () => {
  const admin = server.client(AdminService)
  await admin.removeSecondFactorFromLoginPolicy({ type })
  const person = await hostedPerson(server)
  const secret = await addApp(server, person.userId)
  await addRecoveryCodes(server, person.userId)
  const browser = pageClient(server.url)
  await logIn(browser, person, '/ui/account/factors')
  expect(browser.page.url.pathname).toBe('/ui/v2/login/otp/time-based')
  expect(browser.page.text).not.toContain('/ui/v2/login/mfa')
  clock.advance(30)
  await browser.submit({ code: codeAt(secret, clock.now()) })
  expect(browser.page.url.pathname).toBe('/ui/account/factors')
  expect(browser.page.text).toContain('Not allowed by your organization any more')
  await browser.open('/ui/account/recovery-codes')
  expect(browser.page.text).not.toContain('Replace all codes')
  expect(browser.page.text).toContain('Remove all codes')

  const other = await hostedPerson(server)
  const fresh = pageClient(server.url)
  await logIn(fresh, other, '/ui/account/factors')
  const sessionId = /sessionId=(\w+)/.exec(fresh.page.text + fresh.page.url.search)?.[1] ?? ''
  await fresh.open(`/ui/v2/login/otp/time-based/set?requestId=account_factors&sessionId=${sessionId}`)
  await fresh.submit({}, 'begin')
  const key = fresh.page.document.querySelector('#key')?.text.replaceAll(' ', '') ?? ''
  await fresh.submit({ code: codeAt(key, clock.now()) })
  expect(fresh.page.url.pathname).toBe('/ui/account/factors')
  expect(fresh.page.text).not.toContain('Create recovery codes')

  await admin.addSecondFactorToLoginPolicy({ type })
  await fresh.open('/ui/account/factors')
  expect(fresh.page.text).toContain('Create recovery codes')
})
