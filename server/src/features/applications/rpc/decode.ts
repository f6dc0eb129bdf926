import type { Duration } from '@bufbuild/protobuf/wkt'
import { secondsOf } from '../../../contract/durations.ts'
import type { StreamName } from '../../../contract/traits.ts'
import { projectId } from '../../../kernel/ids.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import {
  type ApiConfig,
  apiAuthMethods,
  appTypes,
  type Changes,
  defaultOidcConfig,
  grantTypes,
  type LoginVersion,
  type OidcConfig,
  oidcAuthMethods,
  responseTypes,
  type SamlConfig,
  withChanges,
} from '../config.ts'
import type { NamedProject } from '../writes/project.ts'

const unknownValue = refuse(
  'applications.unknown_value',
  'invalid_argument',
  'a response type, grant type or method of the application is unknown; use the values of the contract',
)

/** Which generation of the contract a message belongs to: its response types begin with 0 (v1) or 1 (the others). */
export type Generation = 'v1' | 'v2beta' | 'v2'

/** The settings of an OIDC app in a message of any generation; absent members stay as they are. v2 has two names of its own. */
export interface OidcFields {
  readonly redirectUris: readonly string[]
  readonly responseTypes: readonly number[]
  readonly grantTypes: readonly number[]
  readonly appType?: number | undefined
  readonly applicationType?: number | undefined
  readonly authMethodType?: number | undefined
  readonly postLogoutRedirectUris: readonly string[]
  readonly devMode?: boolean | undefined
  readonly developmentMode?: boolean | undefined
  readonly accessTokenType?: number | undefined
  readonly accessTokenRoleAssertion?: boolean | undefined
  readonly idTokenRoleAssertion?: boolean | undefined
  readonly idTokenUserinfoAssertion?: boolean | undefined
  readonly clockSkew?: Duration | undefined
  readonly additionalOrigins: readonly string[]
  readonly skipNativeAppSuccessPage?: boolean | undefined
  readonly backChannelLogoutUri?: string | undefined
  readonly loginVersion?: LoginFields | undefined
}

interface LoginFields {
  readonly version:
    | { readonly case: 'loginV1' }
    | { readonly case: 'loginV2'; readonly value: { readonly baseUri?: string | undefined } }
    | { readonly case: undefined }
}

/** Reads the settings of a new OIDC app. */
export function decodeOidc(fields: OidcFields, generation: Generation): OidcConfig {
  return withChanges(defaultOidcConfig, decodeOidcChanges(fields, generation))
}

/**
 * Reads new settings of an OIDC app: empty lists of URIs stay as they are; empty response and grant types, clock skew and login
 * version become the default (OIDC notes §6).
 */
export function decodeOidcChanges(fields: OidcFields, generation: Generation): Changes<OidcConfig> {
  const firstType = generation === 'v1' ? 0 : 1
  const responses = fields.responseTypes.filter((type) => type >= firstType)
  return {
    redirectUris: unlessEmpty(fields.redirectUris),
    postLogoutRedirectUris: unlessEmpty(fields.postLogoutRedirectUris),
    additionalOrigins: unlessEmpty(fields.additionalOrigins),
    responseTypes: listOf(responseTypes, responses, firstType) ?? defaultOidcConfig.responseTypes,
    grantTypes: listOf(grantTypes, fields.grantTypes) ?? defaultOidcConfig.grantTypes,
    appType: valueAt(appTypes, fields.appType ?? fields.applicationType),
    authMethod: valueAt(oidcAuthMethods, fields.authMethodType),
    devMode: fields.devMode ?? fields.developmentMode,
    accessTokenType: valueAt(['bearer', 'jwt'] as const, fields.accessTokenType),
    accessTokenRoleAssertion: fields.accessTokenRoleAssertion,
    idTokenRoleAssertion: fields.idTokenRoleAssertion,
    idTokenUserinfoAssertion: fields.idTokenUserinfoAssertion,
    clockSkewSeconds: secondsOf(fields.clockSkew),
    skipNativeAppSuccessPage: fields.skipNativeAppSuccessPage,
    backChannelLogoutUri: fields.backChannelLogoutUri,
    loginVersion: decodeLogin(fields.loginVersion),
  }
}

/** Reads the settings of an API app. */
export function decodeApi({ authMethodType }: { readonly authMethodType: number }): ApiConfig {
  return { authMethod: valueAt(apiAuthMethods, authMethodType) ?? 'basic', metadata: {} }
}

/** The settings of a SAML app in a message of any generation. */
export interface SamlFields {
  readonly metadata:
    | { readonly case: 'metadataXml'; readonly value: Uint8Array }
    | { readonly case: 'metadataUrl'; readonly value: string }
    | { readonly case: undefined }
  readonly loginVersion?: LoginFields | undefined
}

/** Reads the settings of a new SAML app. */
export function decodeSaml(fields: SamlFields): SamlConfig {
  const metadata = decodeSamlMetadata(fields) ?? { kind: 'url' as const, url: '' }
  return { metadata, loginVersion: decodeLogin(fields.loginVersion) }
}

/** Reads new settings of a SAML app; absent metadata stays, the login version becomes the default. */
export function decodeSamlChanges(fields: SamlFields): Changes<SamlConfig> {
  return { metadata: decodeSamlMetadata(fields), loginVersion: decodeLogin(fields.loginVersion) }
}

function decodeSamlMetadata({ metadata }: SamlFields): SamlConfig['metadata'] | undefined {
  switch (metadata.case) {
    case 'metadataXml':
      return { kind: 'xml', xml: Buffer.from(metadata.value).toString('base64') }
    case 'metadataUrl':
      return { kind: 'url', url: metadata.value }
    case undefined:
      return undefined
  }
}

function decodeLogin(login: LoginFields | undefined): LoginVersion | null {
  switch (login?.version.case) {
    case 'loginV1':
      return { kind: 'v1' }
    case 'loginV2':
      return { kind: 'v2', baseUri: login.version.value.baseUri ?? '' }
    default:
      return null
  }
}

/** Names the project of a request that reaches the context organization only. */
export function inContext(request: { readonly projectId: string }): NamedProject {
  return { within: 'context', projectId: projectId(request.projectId) }
}

/** Names the project of a request whose right is checked where the project is. */
export function inInstance(request: { readonly projectId: string }, permission: string): NamedProject {
  return { within: 'instance', projectId: projectId(request.projectId), permission }
}

/** Returns the stream of the project that a message names. */
export function namedProject({ projectId }: { readonly projectId: string }): StreamName | undefined {
  return projectId ? { type: 'project', id: projectId } : undefined
}

function unlessEmpty(list: readonly string[]): string[] | undefined {
  return list.length === 0 ? undefined : [...new Set(list)]
}

function listOf<Value>(values: readonly Value[], numbers: readonly number[], first = 0): Value[] | undefined {
  if (numbers.length === 0) return undefined
  return [...new Set(numbers)].map((number) => known(values, number - first))
}

function valueAt<Value>(values: readonly Value[], number: number | undefined): Value | undefined {
  return number === undefined ? undefined : known(values, number)
}

function known<Value>(values: readonly Value[], at: number): Value {
  const value = values[at]
  if (value === undefined) throw new DomainError(unknownValue)
  return value
}
