import { timestamp } from '../../../contract/details.ts'
import { durationOf } from '../../../contract/durations.ts'
import { complianceProblems } from '../compliance.ts'
import {
  type ApiConfig,
  apiAuthMethods,
  appTypes,
  grantTypes,
  type LoginVersion,
  type OidcConfig,
  oidcAuthMethods,
  responseTypes,
  type SamlConfig,
} from '../config.ts'
import { originsOf } from '../origins.ts'
import type { AppKeyRow, ApplicationRow } from '../queries.ts'
import type { Generation } from './decode.ts'

/** A message without fields. */
export const noFields: Record<string, never> = {}

/** Encodes the settings of an app, as the member `config` of an app in either generation. */
export function encodeConfig(row: ApplicationRow, generation: Generation) {
  switch (row.kind) {
    case 'oidc':
      return { case: 'oidcConfig', value: encodeOidc(row.config, row.client_id, generation) } as const
    case 'api':
      return { case: 'apiConfig', value: encodeApi(row.config, row.client_id) } as const
    case 'saml':
      return { case: 'samlConfig', value: encodeSaml(row.config) } as const
  }
}

/** Encodes an app of a list of the second generation. */
export function encodeApplication(row: ApplicationRow) {
  return {
    id: row.app_id,
    creationDate: timestamp(row.created_at),
    changeDate: timestamp(row.changed_at),
    state: encodeState(row),
    name: row.name,
    config: encodeConfig(row, 'v2beta'),
  }
}

/** Encodes a state: 1 active, 2 inactive, in both generations. */
export function encodeState({ state }: Pick<ApplicationRow, 'state'>): number {
  return state === 'active' ? 1 : 2
}

/** Encodes a key of an app of the second generation. */
export function encodeKey(row: AppKeyRow) {
  return {
    id: row.key_id,
    applicationId: row.app_id,
    projectId: row.project_id,
    creationDate: timestamp(row.created_at),
    organizationId: row.org_id,
    expirationDate: timestamp(row.expires_at),
  }
}

/** Encodes the broken rules of an OIDC app. */
export function encodeCompliance(config: OidcConfig) {
  const problems = complianceProblems(config)
  return { noneCompliant: problems.length > 0, complianceProblems: problems }
}

function encodeOidc(config: OidcConfig, clientId: string, generation: Generation) {
  const firstType = generation === 'v1' ? 0 : 1
  const { redirectUris, postLogoutRedirectUris, additionalOrigins } = config
  return {
    redirectUris,
    postLogoutRedirectUris,
    additionalOrigins,
    allowedOrigins: [...originsOf(config)],
    responseTypes: config.responseTypes.map((type) => responseTypes.indexOf(type) + firstType),
    grantTypes: config.grantTypes.map((type) => grantTypes.indexOf(type)),
    appType: appTypes.indexOf(config.appType),
    authMethodType: oidcAuthMethods.indexOf(config.authMethod),
    clientId,
    ...encodeCompliance(config),
    devMode: config.devMode,
    accessTokenType: config.accessTokenType === 'jwt' ? 1 : 0,
    accessTokenRoleAssertion: config.accessTokenRoleAssertion,
    idTokenRoleAssertion: config.idTokenRoleAssertion,
    idTokenUserinfoAssertion: config.idTokenUserinfoAssertion,
    clockSkew: durationOf(config.clockSkewSeconds),
    skipNativeAppSuccessPage: config.skipNativeAppSuccessPage,
    backChannelLogoutUri: config.backChannelLogoutUri,
    ...encodeLogin(config),
  }
}

function encodeApi({ authMethod }: ApiConfig, clientId: string) {
  return { clientId, authMethodType: apiAuthMethods.indexOf(authMethod) }
}

function encodeSaml(config: SamlConfig) {
  const { metadata } = config
  return {
    metadata:
      metadata.kind === 'xml'
        ? ({ case: 'metadataXml', value: Buffer.from(metadata.xml, 'base64') } as const)
        : ({ case: 'metadataUrl', value: metadata.url } as const),
    ...encodeLogin(config),
  }
}

function encodeLogin({ loginVersion }: { readonly loginVersion: LoginVersion | null }) {
  if (loginVersion === null) return noFields
  const version =
    loginVersion.kind === 'v1'
      ? ({ case: 'loginV1', value: noFields } as const)
      : ({ case: 'loginV2', value: { baseUri: loginVersion.baseUri } } as const)
  return { loginVersion: { version } }
}
