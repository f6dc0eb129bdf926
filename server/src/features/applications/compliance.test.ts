import { expect, test } from 'vitest'
import { complianceProblems } from './compliance.ts'
import { defaultOidcConfig, type OidcConfig } from './config.ts'

const web: Partial<OidcConfig> = { redirectUris: ['https://app.example.com/cb'] }
const native: Partial<OidcConfig> = { ...web, appType: 'native', authMethod: 'none' }
const userAgent: Partial<OidcConfig> = { ...web, appType: 'user_agent', authMethod: 'none' }
const implicit: Partial<OidcConfig> = { grantTypes: ['implicit'], responseTypes: ['id_token'] }
const both: Partial<OidcConfig> = {
  grantTypes: ['authorization_code', 'implicit'],
  responseTypes: ['code', 'id_token'],
}
const http = ['http://app.example.com/cb']
const custom = ['com.example.app:/cb']

const keys = (changes: Partial<OidcConfig>) =>
  complianceProblems({ ...defaultOidcConfig, ...changes }).map(({ key }) => {
    expect(key.startsWith('Application.OIDC.V1.')).toBe(true)
    return key.slice('Application.OIDC.V1.'.length)
  })

test.each<[string, Partial<OidcConfig>]>([
  ['a web app', web],
  ['a native app', native],
  ['a native app on a loopback address', { ...native, redirectUris: ['http://127.0.0.1/cb', ...custom] }],
  ['a user-agent app', userAgent],
  ['a web app with http', { ...web, redirectUris: http }],
  [
    'a device',
    {
      ...native,
      redirectUris: [],
      responseTypes: [],
      grantTypes: ['urn:ietf:params:oauth:grant-type:device_code'],
    },
  ],
  ['both grants with https', { ...web, ...both }],
  ['the implicit grant with https', { ...web, ...implicit }],
])('%s with its usual settings is compliant', (_, changes) => {
  expect(keys(changes)).toEqual([])
})

test.each<[string, Partial<OidcConfig>]>([
  ['NoRedirectUris', {}],
  ['GrantType.Refresh.NoAuthCode', { ...web, ...implicit, grantTypes: ['implicit', 'refresh_token'] }],
  ['Native.AuthMethodType.NotNone', { ...native, authMethod: 'basic' }],
  ['UserAgent.AuthMethodType.NotNone', { ...userAgent, authMethod: 'private_key_jwt' }],
  ['Code.RedirectUris.HttpOnlyForWeb', { ...userAgent, redirectUris: http }],
  ['Code.RedirectUris.CustomOnlyForNative', { ...web, redirectUris: custom }],
  ['Native.RedirectUris.MustBeHttpLocalhost', { ...native, redirectUris: http }],
  ['Implicit.RedirectUris.HttpNotAllowed', { ...implicit, redirectUris: http }],
  ['Implicit.RedirectUris.CustomNotAllowed', { ...native, ...implicit, redirectUris: custom }],
  ['NotAllCombinationsAreAllowed', { ...both, redirectUris: http }],
])('%s is reported after NotCompliant', (key, changes) => {
  expect(keys(changes)).toEqual(['NotCompliant', key])
})
