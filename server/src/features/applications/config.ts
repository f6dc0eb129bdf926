import { z } from 'zod'
import { clientMetadata } from './clientMetadata.ts'

/** The login pages of an app: those of version 1, or of version 2 at a base URI ('' for the instance's). */
const loginVersion = z.union([
  z.strictObject({ kind: z.literal('v1') }),
  z.strictObject({ kind: z.literal('v2'), baseUri: z.string() }),
])

/** The grants that an app may be given, by the names of RFC 6749, RFC 8628 and RFC 8693. */
export const grantTypes = [
  'authorization_code',
  'implicit',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:device_code',
  'urn:ietf:params:oauth:grant-type:token-exchange',
] as const

/** The response types that an app may be given, by the names of OAuth 2.0 Multiple Response Types. */
export const responseTypes = ['code', 'id_token', 'id_token token'] as const

/** The types of OIDC apps (OpenID Connect Dynamic Client Registration §2). */
export const appTypes = ['web', 'user_agent', 'native'] as const

/** The contract's ways in which OIDC apps authenticate. */
export const oidcAuthMethods = ['basic', 'post', 'none', 'private_key_jwt'] as const

/** The contract's ways in which API apps authenticate. */
export const apiAuthMethods = ['basic', 'private_key_jwt'] as const

/** The settings of an OIDC app. */
export const oidcConfig = z.strictObject({
  appType: z.enum(appTypes),
  authMethod: z.enum(oidcAuthMethods),
  redirectUris: z.array(z.string()),
  postLogoutRedirectUris: z.array(z.string()),
  responseTypes: z.array(z.enum(responseTypes)),
  grantTypes: z.array(z.enum(grantTypes)),
  devMode: z.boolean(),
  accessTokenType: z.enum(['bearer', 'jwt']),
  accessTokenRoleAssertion: z.boolean(),
  idTokenRoleAssertion: z.boolean(),
  idTokenUserinfoAssertion: z.boolean(),
  /** 0 to 5. */
  clockSkewSeconds: z.number(),
  additionalOrigins: z.array(z.string()),
  skipNativeAppSuccessPage: z.boolean(),
  /** '' for none. */
  backChannelLogoutUri: z.string(),
  loginVersion: loginVersion.nullable(),
  metadata: clientMetadata,
})

/** The settings of an API app. */
export const apiConfig = z.strictObject({ authMethod: z.enum(apiAuthMethods), metadata: clientMetadata })

/** The settings of a SAML app: its metadata as base64 of the XML, or the URL where it is published. */
export const samlConfig = z.strictObject({
  metadata: z.union([
    z.strictObject({ kind: z.literal('xml'), xml: z.base64() }),
    z.strictObject({ kind: z.literal('url'), url: z.string() }),
  ]),
  loginVersion: loginVersion.nullable(),
})

export type OidcConfig = Readonly<z.infer<typeof oidcConfig>>
export type ApiConfig = Readonly<z.infer<typeof apiConfig>>
export type SamlConfig = Readonly<z.infer<typeof samlConfig>>
export type LoginVersion = z.infer<typeof loginVersion>
export type GrantType = (typeof grantTypes)[number]
export type AppType = (typeof appTypes)[number]
export type ResponseType = (typeof responseTypes)[number]

/** New values of settings; members that are absent stay. */
export type Changes<Config> = { readonly [Name in keyof Config]?: Config[Name] | undefined }

/** Returns settings with new values. */
export function withChanges<Config extends object>(config: Config, changes: Changes<Config>): Config {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  return { ...config, ...Object.fromEntries(given) }
}

/** The authentication that counts: the one of the client metadata, else the contract's. */
export function authMethodOf(config: Pick<OidcConfig | ApiConfig, 'authMethod' | 'metadata'>) {
  return config.metadata.token_endpoint_auth_method ?? config.authMethod
}

/** Whether an app with these settings authenticates with a client secret. */
export function usesSecret(config: Pick<OidcConfig | ApiConfig, 'authMethod' | 'metadata'>): boolean {
  const method = authMethodOf(config)
  return method === 'basic' || method === 'post'
}

/** The settings of a new OIDC app for members that are not given (OIDC notes §2). */
export const defaultOidcConfig: OidcConfig = {
  appType: 'web',
  authMethod: 'basic',
  redirectUris: [],
  postLogoutRedirectUris: [],
  responseTypes: ['code'],
  grantTypes: ['authorization_code'],
  devMode: false,
  accessTokenType: 'bearer',
  accessTokenRoleAssertion: false,
  idTokenRoleAssertion: false,
  idTokenUserinfoAssertion: false,
  clockSkewSeconds: 0,
  additionalOrigins: [],
  skipNativeAppSuccessPage: false,
  backChannelLogoutUri: '',
  loginVersion: null,
  metadata: {},
}
