import { APIAuthMethodType } from '@sallyport/contract/zitadel/application/v2/api_pb.js'
import {
  OIDCApplicationType,
  OIDCAuthMethodType,
  OIDCGrantType,
  OIDCResponseType,
} from '@sallyport/contract/zitadel/application/v2/oidc_pb.js'

/** The kinds of applications that people choose from. */
export const kinds = ['web', 'user_agent', 'native', 'api'] as const
export type Kind = (typeof kinds)[number]

/** The ways in which an application proves itself; each is one card of the choice. */
export type Method = 'pkce' | 'basic' | 'jwt' | 'post' | 'device' | 'implicit'

/** The settings of an OpenID Connect client that make up a method. */
export interface MethodSettings {
  readonly authMethodType: OIDCAuthMethodType
  readonly grantTypes: readonly OIDCGrantType[]
  readonly responseTypes: readonly OIDCResponseType[]
}

/** The methods that each kind can use, the recommended one first. */
export const methodsOf: Readonly<Record<Kind, readonly Method[]>> = {
  web: ['pkce', 'basic', 'jwt', 'post'],
  user_agent: ['pkce', 'implicit'],
  native: ['pkce', 'device'],
  api: ['jwt', 'basic'],
}

/** The types of OpenID Connect clients, by kind. */
export const clientTypes: Readonly<Record<Exclude<Kind, 'api'>, OIDCApplicationType>> = {
  web: OIDCApplicationType.OIDC_APP_TYPE_WEB,
  user_agent: OIDCApplicationType.OIDC_APP_TYPE_USER_AGENT,
  native: OIDCApplicationType.OIDC_APP_TYPE_NATIVE,
}

const code = {
  grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_AUTHORIZATION_CODE],
  responseTypes: [OIDCResponseType.OIDC_RESPONSE_TYPE_CODE],
} as const
const oidcMethods: Readonly<Record<Method, MethodSettings>> = {
  pkce: { ...code, authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE },
  basic: { ...code, authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_BASIC },
  post: { ...code, authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_POST },
  jwt: { ...code, authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT },
  device: {
    grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_DEVICE_CODE],
    responseTypes: [OIDCResponseType.OIDC_RESPONSE_TYPE_CODE],
    authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
  },
  implicit: {
    grantTypes: [OIDCGrantType.OIDC_GRANT_TYPE_IMPLICIT],
    responseTypes: [OIDCResponseType.OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN],
    authMethodType: OIDCAuthMethodType.OIDC_AUTH_METHOD_TYPE_NONE,
  },
}

/** Returns the settings that a method stands for; refresh tokens stay allowed if they were and still can be. */
export function settingsOf(method: Method, { refresh = false } = {}): MethodSettings {
  const settings = oidcMethods[method]
  const canRefresh = refresh && method !== 'implicit'
  return canRefresh
    ? { ...settings, grantTypes: [...settings.grantTypes, OIDCGrantType.OIDC_GRANT_TYPE_REFRESH_TOKEN] }
    : settings
}

/** Returns the method that settings stand for, apart from refresh tokens and token exchange; undefined for a mixture. */
export function methodOf(settings: MethodSettings): Method | undefined {
  const further = [OIDCGrantType.OIDC_GRANT_TYPE_REFRESH_TOKEN, OIDCGrantType.OIDC_GRANT_TYPE_TOKEN_EXCHANGE]
  const grants = settings.grantTypes.filter((grant) => !further.includes(grant))
  const methods = Object.keys(oidcMethods) as Method[]
  return methods.find((method) => {
    const { authMethodType, grantTypes } = oidcMethods[method]
    return authMethodType === settings.authMethodType && String(grantTypes) === String(grants)
  })
}

/** The authentication of an API, by method. */
export function apiMethod(method: Method): APIAuthMethodType {
  return method === 'jwt'
    ? APIAuthMethodType.API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT
    : APIAuthMethodType.API_AUTH_METHOD_TYPE_BASIC
}

/** Which credential a method needs. */
export function credentialOf(method: Method): 'secret' | 'key' | 'none' {
  if (method === 'jwt') return 'key'
  return method === 'basic' || method === 'post' ? 'secret' : 'none'
}
