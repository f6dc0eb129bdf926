import { AdminService } from '@zitadel/proto/zitadel/admin_pb.js'
import { FeatureService } from '@zitadel/proto/zitadel/feature/v2/feature_service_pb.js'
import { ManagementService } from '@zitadel/proto/zitadel/management_pb.js'
import { ThemeMode } from '@zitadel/proto/zitadel/policy_pb.js'
import { ProjectService } from '@zitadel/proto/zitadel/project/v2beta/project_service_pb.js'
import { SettingsService } from '@zitadel/proto/zitadel/settings/v2/settings_service_pb.js'
import { SecretGeneratorType } from '@zitadel/proto/zitadel/settings_pb.js'
import { SystemService } from '@zitadel/proto/zitadel/system_pb.js'
import { UserService } from '@zitadel/proto/zitadel/user/v2/user_service_pb.js'
import type { TestServer } from '../../server/src/testing/testServer.ts'
import { addClientMachine, addOidcProject } from './oidcFixtures.ts'
import { requestToken } from './oidcForms.ts'
import { addPerson, passwordSession } from './people.ts'
import { loggedIn, loginOf, meBy, type ProcessChanges } from './processChange.ts'
import { systemToken } from './systemUsers.ts'
import { addMachine, addOrg, outcome } from './tenants.ts'
import { addInstance } from './virtualInstances.ts'

const admin = (here: TestServer) => here.client(AdminService)
const show = async (there: TestServer, path: string) => {
  const reply = await fetch(there.url + path, { redirect: 'manual', headers: { accept: 'text/html' } })
  return { status: reply.status, headers: reply.headers, text: await reply.text() }
}
const namePage = '/ui/v2/login/loginname'
const metadataOf = async (there: TestServer) =>
  (await (await fetch(`${there.url}/.well-known/openid-configuration`)).json()) as Record<string, unknown>

/** The login policy of the instance, with changes; its lifetimes stay. */
async function withPolicy(here: TestServer, change: object) {
  const { policy } = await admin(here).getLoginPolicy({})
  const { $typeName: _, details: __, isDefault: ___, ...rest } = policy ?? {}
  return {
    change: () => admin(here).updateLoginPolicy({ ...(rest as object), ...change }),
    restore: () => admin(here).updateLoginPolicy(rest as object),
  }
}

/** Changes of settings, features, looks and hosts. */
export const settingsChanges: ProcessChanges = {
  async 'the login policy demands a second factor'(here, there) {
    const { sessionToken } = await loggedIn(here)
    return {
      asked: [{ ask: meBy(there, sessionToken), before: 200, after: 403 }],
      ...(await withPolicy(here, { forceMfa: true })),
    }
  },
  async 'the login policy takes the registration away'(here, there) {
    const ask = async () => (await show(there, '/ui/v2/login/register')).status
    const link = async () => (await show(there, namePage)).text.includes('/register')
    await (await withPolicy(here, { allowRegister: true })).change().catch(() => undefined)
    return {
      asked: [
        { ask, before: 200, after: 404 },
        { ask: link, before: true, after: false },
      ],
      ...(await withPolicy(here, { allowRegister: false })),
    }
  },
  async 'the lockout allows one wrong password'(here, there) {
    const ask = async () => {
      const { userId } = await addPerson(there)
      await outcome(passwordSession(there, userId, 'Wrong-1'))
      return outcome(passwordSession(there, userId))
    }
    return {
      asked: [{ ask, before: 'ok', after: 'FailedPrecondition session.user_not_usable' }],
      change: () => admin(here).updateLockoutPolicy({ maxPasswordAttempts: 1, maxOtpAttempts: 1 }),
      restore: () => admin(here).updateLockoutPolicy({ maxPasswordAttempts: 10, maxOtpAttempts: 10 }),
    }
  },
  async 'passwords must be longer'(here, there) {
    const policy = { minLength: 8, hasUppercase: true, hasLowercase: true, hasNumber: true, hasSymbol: true }
    const ask = async () => {
      const { userId } = await addPerson(here)
      const newPassword = { password: 'Short-Horse-3' }
      return outcome(there.client(UserService).setPassword({ userId, newPassword }))
    }
    return {
      asked: [{ ask, before: 'ok', after: 'InvalidArgument password.too_short' }],
      change: () => admin(here).updatePasswordComplexityPolicy({ ...policy, minLength: 14 }),
      restore: () => admin(here).updatePasswordComplexityPolicy(policy),
    }
  },
  async 'access tokens live shorter'(here, there) {
    const { basic } = await addClientMachine(here)
    const lifetimes = (seconds: bigint) => ({
      accessTokenLifetime: { seconds },
      idTokenLifetime: { seconds: 43_200n },
      refreshTokenIdleExpiration: { seconds: 2_592_000n },
      refreshTokenExpiration: { seconds: 7_776_000n },
    })
    const ask = async () =>
      (await requestToken(there, { grant_type: 'client_credentials' }, { basic })).json['expires_in']
    return {
      asked: [{ ask, before: 43_200, after: 600 }],
      change: () => admin(here).updateOIDCSettings(lifetimes(600n)),
      restore: () => admin(here).updateOIDCSettings(lifetimes(43_200n)),
    }
  },
  async 'the looks are changed'(here, there) {
    const ask = async () => (await show(there, namePage)).text.includes('color-scheme:only light')
    const wear = async (themeMode: ThemeMode) => {
      await admin(here).updateLabelPolicy({ primaryColor: '#5469d4', themeMode })
      await admin(here).activateLabelPolicy({})
    }
    return {
      asked: [{ ask, before: false, after: true }],
      change: () => wear(ThemeMode.LIGHT),
      restore: () => wear(ThemeMode.AUTO),
    }
  },
  async 'links of pages are changed'(here, there) {
    const ask = async () => (await show(there, namePage)).text.includes('https://help.example.test/')
    return {
      asked: [{ ask, before: false, after: true }],
      change: () => admin(here).updatePrivacyPolicy({ helpLink: 'https://help.example.test/' }),
      restore: () => admin(here).updatePrivacyPolicy({}),
    }
  },
  async 'a site may frame the pages'(here, there) {
    const ask = async () =>
      (await show(there, namePage)).headers.get('content-security-policy')?.includes('frame.example.test')
    return {
      asked: [{ ask, before: false, after: true }],
      change: () =>
        admin(here).setSecurityPolicy({
          enableIframeEmbedding: true,
          allowedOrigins: ['https://frame.example.test'],
        }),
      restore: () => admin(here).setSecurityPolicy({}),
    }
  },
  async 'languages are restricted'(here, there) {
    const allowed = (list: string[]) => admin(here).setRestrictions({ allowedLanguages: { list } })
    const languages = async () => (await metadataOf(there))['ui_locales_supported']
    const pages = async () => {
      const headers = { accept: 'text/html', 'accept-language': 'de' }
      return /<html lang="(\w+)"/.exec(await (await fetch(there.url + namePage, { headers })).text())?.[1]
    }
    await allowed(['en', 'de'])
    return {
      asked: [
        { ask: languages, before: ['en', 'de'], after: ['en'] },
        { ask: pages, before: 'de', after: 'en' },
      ],
      change: () => allowed(['en']),
      restore: () => allowed([]),
    }
  },
  async 'a project lets clients register themselves'(here, there) {
    const { projectId: id } = await addOidcProject(here)
    const way = (word: string) =>
      here
        .client(ProjectService, { headers: { 'x-sallyport-client-registration': word } })
        .updateProject({ id })
    const ask = async () => 'registration_endpoint' in (await metadataOf(there))
    return {
      asked: [{ ask, before: false, after: true }],
      change: () => way('dynamic_registration'),
      restore: () => way('none'),
    }
  },
  async 'the instance has a login of its own'(here, there) {
    const { app } = await addOidcProject(here)
    const features = here.client(FeatureService)
    return {
      asked: [{ ask: loginOf(there, app[0]), before: 'own', after: 'https://login.acme.example' }],
      change: () =>
        features.setInstanceFeatures({ loginV2: { required: true, baseUri: 'https://login.acme.example' } }),
      restore: () => features.resetInstanceFeatures({}),
    }
  },
  async 'all instances get a login of their own'(here, there) {
    const { app } = await addOidcProject(here)
    const features = here.client(FeatureService, { token: await systemToken(here, 'operator') })
    await here.client(FeatureService).resetInstanceFeatures({})
    return {
      asked: [{ ask: loginOf(there, app[0]), before: 'own', after: 'https://login.all.example' }],
      change: () =>
        features.setSystemFeatures({ loginV2: { required: true, baseUri: 'https://login.all.example' } }),
      restore: () => features.resetSystemFeatures({}),
    }
  },
  async 'a trusted domain is removed'(here, there) {
    const domain = 'login.trusted.test'
    await admin(here).addInstanceTrustedDomain({ domain })
    const headers = { 'x-zitadel-public-host': domain }
    const api = async () => (await there.rest('GET', '/auth/v1/users/me', { headers })).status
    const keys = async () =>
      (await fetch(`${there.url}/.well-known/openid-configuration`, { headers })).status
    const pages = async () => (await fetch(`${there.url}/ui/v2/login/healthy`, { headers })).status
    return {
      asked: [api, keys, pages].map((ask) => ({ ask, before: 200, after: 404 })),
      change: () => admin(here).removeInstanceTrustedDomain({ domain }),
    }
  },
  async 'a domain of an instance is removed'(here, there) {
    const { instanceId, token } = await addInstance(here)
    const domain = `further-${instanceId}.test`
    const system = here.client(SystemService, { token: await systemToken(here, 'operator') })
    await system.addDomain({ instanceId, domain })
    const headers = { 'x-zitadel-instance-host': domain }
    const api = async () => (await there.rest('GET', '/auth/v1/users/me', { token, headers })).status
    const keys = async () => (await fetch(`${there.url}/oauth/v2/keys`, { headers })).status
    return {
      asked: [api, keys].map((ask) => ({ ask, before: 200, after: 404 })),
      change: () => system.removeDomain({ instanceId, domain }),
    }
  },
  async 'an instance is removed'(here, there) {
    const { instanceId, token, headers } = await addInstance(here)
    const system = here.client(SystemService, { token: await systemToken(here, 'operator') })
    const api = async () => (await there.rest('GET', '/auth/v1/users/me', { token, headers })).status
    const keys = async () => (await fetch(`${there.url}/oauth/v2/keys`, { headers })).status
    return {
      asked: [api, keys].map((ask) => ({ ask, before: 200, after: 404 })),
      change: () => system.removeInstance({ instanceId }),
    }
  },
  async 'texts of pages are changed'(here, there) {
    const ask = async () => (await show(there, namePage)).text.includes('Speak, friend')
    const say = (title: string) => admin(here).setCustomLoginText({ language: 'en', loginText: { title } })
    return {
      asked: [{ ask, before: false, after: true }],
      change: () => say('Speak, friend'),
      restore: () => admin(here).resetCustomLoginTextToDefault({ language: 'en' }),
    }
  },
  async 'an organization gives its own login policy up'(here, there) {
    const { orgId, headers } = await addOrg(here)
    const own = here.client(ManagementService, { headers })
    await own.addCustomLoginPolicy({
      allowUsernamePassword: true,
      hidePasswordReset: true,
      passwordlessType: 1,
    })
    const { username } = await addPerson(here, { headers })
    const path = `/ui/v2/login/password?loginName=${username}&organization=${orgId}`
    const ask = async () => (await show(there, path)).text.includes('password/reset')
    return {
      asked: [{ ask, before: false, after: true }],
      change: () => own.resetLoginPolicyToDefault({}),
    }
  },
  async 'an organization is renamed that has looks of its own'(here, there) {
    const { orgId, headers } = await addOrg(here)
    const own = here.client(ManagementService, { headers })
    await own.addCustomLabelPolicy({ primaryColor: '#5469d4' })
    await own.activateCustomLabelPolicy({})
    const name = `Renamed ${orgId}`
    const ask = async () => (await show(there, `${namePage}?organization=${orgId}`)).text.includes(name)
    return { asked: [{ ask, before: false, after: true }], change: () => own.updateOrg({ name }) }
  },
  async 'a picture of the looks is removed'(here, there) {
    const body = new FormData()
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100, 1)])
    body.append('file', new Blob([png]), 'x.png')
    const authorization = `Bearer ${here.adminToken}`
    const path = '/assets/v1/instance/policy/label/logo'
    await fetch(here.url + path, { method: 'POST', headers: { authorization }, body })
    await admin(here).activateLabelPolicy({})
    const url = new URL((await admin(here).getLabelPolicy({})).policy?.logoUrl ?? '')
    const picture = async () => (await fetch(there.url + url.pathname)).status
    const shown = async () => (await show(there, namePage)).text.includes(url.pathname)
    return {
      asked: [
        { ask: picture, before: 200, after: 404 },
        { ask: shown, before: true, after: false },
      ],
      async change() {
        await admin(here).removeLabelPolicyLogo({})
        await admin(here).activateLabelPolicy({})
      },
    }
  },
  async 'people have to give reasons'(here, there) {
    const { userId } = await addPerson(here)
    await admin(here).addIAMMember({ userId, roles: ['IAM_OWNER'] })
    const { sessionToken: token } = await passwordSession(here, userId)
    const security = (demand: string) =>
      here
        .client(SettingsService, { headers: { 'x-sallyport-reason-demand': demand } })
        .setSecuritySettings({})
    const ask = async () => {
      const victim = await addPerson(here)
      return outcome(there.client(UserService, { token }).deleteUser({ userId: victim.userId }))
    }
    return {
      asked: [{ ask, before: 'ok', after: 'InvalidArgument auth.reason_required' }],
      change: () => security('people'),
      restore: () => security('none'),
    }
  },
  async 'nobody may act for others any more'(here, there) {
    const grant_type = 'urn:ietf:params:oauth:grant-type:token-exchange'
    const { userId: subject_token } = await addPerson(here)
    const fixture = await addOidcProject(here, { config: { grantTypes: ['authorization_code', grant_type] } })
    const { token: actor_token } = await addMachine(here, { roles: ['ORG_END_USER_IMPERSONATOR'] })
    const form = {
      grant_type,
      actor_token,
      actor_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      subject_token,
      subject_token_type: 'urn:zitadel:params:oauth:token-type:user_id',
    }
    const allow = (enableImpersonation: boolean) =>
      here.client(SettingsService).setSecuritySettings({ enableImpersonation })
    await allow(true)
    const ask = async () => (await requestToken(there, form, { basic: fixture.app })).status
    return { asked: [{ ask, before: 200, after: 403 }], change: () => allow(false) }
  },
  async 'codes get longer'(here, there) {
    const ask = async () => {
      const { userId } = await addPerson(here)
      const verification = { case: 'returnCode' as const, value: {} }
      const email = `new-${userId}@mail.test`
      return (await there.client(UserService).setEmail({ userId, email, verification })).verificationCode
        ?.length
    }
    const generatorType = SecretGeneratorType.VERIFY_EMAIL_CODE
    const length = (length: number) =>
      admin(here).updateSecretGenerator({
        generatorType,
        length,
        expiry: { seconds: 3600n },
        includeDigits: true,
      })
    await length(7)
    return { asked: [{ ask, before: 7, after: 9 }], change: () => length(9) }
  },
}
