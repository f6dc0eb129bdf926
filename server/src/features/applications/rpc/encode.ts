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

/** Encodes the settings of an app, as the member `config` of an app of the first generation and v2beta. */
export function encodeConfig(row: ApplicationRow, generation: 'v1' | 'v2beta') {
  switch (row.kind) {
    case 'oidc': {
      const { appType, devMode, problems, ...shared } = encodeOidc(row.config, row.client_id, generation)
      const value = { ...shared, appType, devMode, ...encodeCompliance(problems) }
      return { case: 'oidcConfig', value } as const
    }
    case 'api':
      return { case: 'apiConfig', value: encodeApi(row.config, row.client_id) } as const
    case 'saml': {
      const value = { metadata: encodeMetadata(row.config), ...encodeLogin(row.config) }
      return { case: 'samlConfig', value } as const
    }
  }
}

/** Encodes the settings of an app, as the member `configuration` of an app of v2. */
function encodeConfigurationV2(row: ApplicationRow) {
  switch (row.kind) {
    case 'oidc': {
      const { appType, devMode, problems, ...shared } = encodeOidc(row.config, row.client_id, 'v2')
      const named = { applicationType: appType, developmentMode: devMode }
      const value = { ...shared, ...named, ...encodeComplianceV2(problems) }
      return { case: 'oidcConfiguration', value } as const
    }
    case 'api':
      return { case: 'apiConfiguration', value: encodeApi(row.config, row.client_id) } as const
    case 'saml': {
      const { case: member, value } = encodeMetadata(row.config)
      return { case: 'samlConfiguration', value: { [member]: value, ...encodeLogin(row.config) } } as const
    }
  }
}

/** Encodes an app of v2beta. */
export function encodeApplicationBeta(row: ApplicationRow) {
  return { id: row.app_id, ...encodeCommon(row), config: encodeConfig(row, 'v2beta') }
}

/** Encodes an app of v2. */
export function encodeApplication(row: ApplicationRow) {
  const { app_id: applicationId, project_id: projectId } = row
  return { applicationId, projectId, ...encodeCommon(row), configuration: encodeConfigurationV2(row) }
}

function encodeCommon(row: ApplicationRow) {
  return {
    creationDate: timestamp(row.created_at),
    changeDate: timestamp(row.changed_at),
    state: encodeState(row),
    name: row.name,
  }
}

/** Encodes a state: 1 active, 2 inactive, in every generation. */
export function encodeState({ state }: Pick<ApplicationRow, 'state'>): number {
  return state === 'active' ? 1 : 2
}

/** Encodes a key of an app of v2beta. */
export function encodeKeyBeta(row: AppKeyRow) {
  return { id: row.key_id, ...encodeCommonKey(row) }
}

/** Encodes a key of an app of v2. */
export function encodeKey(row: AppKeyRow) {
  return { keyId: row.key_id, ...encodeCommonKey(row) }
}

function encodeCommonKey(row: AppKeyRow) {
  return {
    applicationId: row.app_id,
    projectId: row.project_id,
    creationDate: timestamp(row.created_at),
    organizationId: row.org_id,
    expirationDate: timestamp(row.expires_at),
  }
}

/** Encodes the broken rules of an OIDC app in the first generation and v2beta. */
export function encodeCompliance(problems: Problems) {
  return { noneCompliant: problems.length > 0, complianceProblems: problems }
}

/** Encodes the broken rules of an OIDC app in v2. */
export function encodeComplianceV2(problems: Problems) {
  return { nonCompliant: problems.length > 0, complianceProblems: problems }
}

type Problems = ReturnType<typeof complianceProblems>

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
    problems: complianceProblems(config),
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

function encodeMetadata({ metadata }: SamlConfig) {
  return metadata.kind === 'xml'
    ? ({ case: 'metadataXml', value: Buffer.from(metadata.xml, 'base64') } as const)
    : ({ case: 'metadataUrl', value: metadata.url } as const)
}

function encodeLogin({ loginVersion }: { readonly loginVersion: LoginVersion | null }) {
  if (loginVersion === null) return noFields
  const version =
    loginVersion.kind === 'v1'
      ? ({ case: 'loginV1', value: noFields } as const)
      : ({ case: 'loginV2', value: { baseUri: loginVersion.baseUri } } as const)
  return { loginVersion: { version } }
}
