import type { ClientKey } from './clientKeys.ts'
import { acrValues, tlsSubjects } from './clientMetadata.ts'
import {
  type ApiConfig,
  type AppType,
  authMethodOf,
  type GrantType,
  type LoginVersion,
  type OidcConfig,
  type ResponseType,
} from './config.ts'

/** The authentication of a client, by the names of this server. */
export type ClientAuthMethod = ReturnType<typeof authMethodOf>

/** The subject of a client's certificate (RFC 8705 §2.1.2), by the name of its metadata. */
export interface TlsSubject {
  readonly name: (typeof tlsSubjects)[number]
  readonly value: string
}

/** A client of the protocol: an OIDC or API app whose project and organization are active like itself. */
export interface OidcClient {
  readonly clientId: string
  readonly appId: string
  readonly projectId: string
  readonly orgId: string
  readonly name: string
  readonly kind: AppType | 'api'
  readonly authMethod: ClientAuthMethod
  /** The id of the secret that holds the digest of the client secret, on the stream of the project; undefined without one. */
  readonly secretId: string | undefined
  readonly redirectUris: readonly string[]
  readonly postLogoutRedirectUris: readonly string[]
  /** Empty for API apps, which only introspect. */
  readonly responseTypes: readonly ResponseType[]
  /** By the values of the parameter `grant_type`. Empty for API apps. */
  readonly grantTypes: readonly GrantType[]
  readonly devMode: boolean
  readonly accessTokenType: 'bearer' | 'jwt'
  readonly accessTokenRoleAssertion: boolean
  readonly idTokenRoleAssertion: boolean
  readonly idTokenUserinfoAssertion: boolean
  /** 0 to 5. */
  readonly clockSkewSeconds: number
  readonly additionalOrigins: readonly string[]
  readonly skipNativeAppSuccessPage: boolean
  readonly loginVersion: LoginVersion | undefined
  readonly backChannelLogoutUri: string | undefined
  readonly requirePushedAuthorizationRequests: boolean
  readonly requireSignedRequestObject: boolean
  readonly dpopBoundAccessTokens: boolean
  readonly tlsClientCertificateBoundAccessTokens: boolean
  readonly tlsSubject: TlsSubject | undefined
  /** The client's own public keys. */
  readonly jwks: readonly ClientKey[]
  /** The lowest assurance level that project and app both accept; undefined if neither demands one. */
  readonly requiredAcr: string | undefined
  /** In seconds. */
  readonly defaultMaxAge: number | undefined
  /** A web page about the client (RFC 7591 §2). */
  readonly clientUri: string | undefined
  /** The resource indicator of an API (RFC 8707). */
  readonly resource: string | undefined
  /** Whether tokens carry the roles of the client's project without a scope for them. */
  readonly projectRoleAssertion: boolean
}

/** The columns of a client in SQL, of the aliases in `clientTables`. */
export const clientColumns = `a.app_id, a.client_id, a.project_id, a.org_id, a.kind, a.name, a.state, a.config, a.secret_id,
  p.state as project_state, p.role_assertion, p.required_acr, o.state as org_state`

/** The tables of `clientColumns`: the app `a`, its project `p` and its organization `o`. */
export const clientTables = `applications a
  join projects p on p.instance_id = a.instance_id and p.project_id = a.project_id
  join organizations o on o.instance_id = a.instance_id and o.org_id = a.org_id`

/**
 * SQL that selects `clientColumns` of the one app `x` that fulfils a condition, by its keys: a plain join, planned while the tables are
 * small, might walk all apps of the instance.
 */
export function clientSql(instanceId: string, condition: string): string {
  return `select ${clientColumns}
    from (select * from applications x where x.instance_id = ${instanceId} and ${condition} offset 0) a
    cross join lateral (select * from projects x
      where x.instance_id = a.instance_id and x.project_id = a.project_id offset 0) p
    cross join lateral (select * from organizations x
      where x.instance_id = a.instance_id and x.org_id = a.org_id offset 0) o`
}

/** SQL of whether an app, by its alias, has a URI for back-channel logout. */
export function hearsLogoutSql(a: string): string {
  return `coalesce(${a}.config->>'backChannelLogoutUri', '') <> ''`
}

/** A row of `clientColumns`. */
export interface ClientRow {
  readonly app_id: string
  readonly client_id: string | null
  readonly project_id: string
  readonly org_id: string
  readonly kind: 'oidc' | 'api' | 'saml' | 'none'
  readonly name: string
  readonly state: string
  readonly config: unknown
  readonly secret_id: string | null
  readonly project_state: string
  readonly role_assertion: boolean
  readonly required_acr: string | null
  readonly org_state: string
}

/** Returns the client of a row; undefined unless it is an OIDC or API app and it, its project and its organization are active. */
export function clientOf(row: ClientRow): OidcClient | undefined {
  const isActive = row.state === 'active' && row.project_state === 'active' && row.org_state === 'active'
  if (!isActive || row.client_id === null) return undefined
  const identity = {
    clientId: row.client_id,
    appId: row.app_id,
    projectId: row.project_id,
    orgId: row.org_id,
    name: row.name,
    secretId: row.secret_id ?? undefined,
    projectRoleAssertion: row.role_assertion,
  }
  if (row.kind === 'oidc') {
    const config = row.config as OidcConfig
    return { ...identity, ...oidcSettings(config), ...metadataSettings(config, row.required_acr) }
  }
  if (row.kind !== 'api') return undefined
  const config = row.config as ApiConfig
  return { ...identity, ...apiSettings, ...metadataSettings(config, row.required_acr) }
}

function oidcSettings({
  appType,
  metadata,
  authMethod,
  loginVersion,
  backChannelLogoutUri,
  ...rest
}: OidcConfig) {
  return {
    ...rest,
    kind: appType,
    loginVersion: loginVersion ?? undefined,
    backChannelLogoutUri: backChannelLogoutUri || undefined,
  }
}

const apiSettings = {
  kind: 'api',
  redirectUris: [],
  postLogoutRedirectUris: [],
  responseTypes: [],
  grantTypes: [],
  devMode: false,
  accessTokenType: 'bearer',
  accessTokenRoleAssertion: false,
  idTokenRoleAssertion: false,
  idTokenUserinfoAssertion: false,
  clockSkewSeconds: 0,
  additionalOrigins: [],
  skipNativeAppSuccessPage: false,
  loginVersion: undefined,
  backChannelLogoutUri: undefined,
} as const

function metadataSettings(config: OidcConfig | ApiConfig, projectAcr: string | null) {
  const { metadata } = config
  const subject = tlsSubjects.find((name) => metadata[name] !== undefined)
  return {
    authMethod: authMethodOf(config),
    requirePushedAuthorizationRequests: metadata.require_pushed_authorization_requests === true,
    requireSignedRequestObject: metadata.require_signed_request_object === true,
    dpopBoundAccessTokens: metadata.dpop_bound_access_tokens === true,
    tlsClientCertificateBoundAccessTokens: metadata.tls_client_certificate_bound_access_tokens === true,
    tlsSubject: subject && { name: subject, value: metadata[subject] ?? '' },
    jwks: metadata.jwks?.keys ?? [],
    requiredAcr: highest([lowest(metadata.required_acr_values ?? []), projectAcr ?? undefined]),
    defaultMaxAge: metadata.default_max_age,
    clientUri: metadata.client_uri,
    resource: metadata.resource,
  }
}

function lowest(values: readonly string[]): string | undefined {
  return acrValues.find((value) => values.includes(value))
}

function highest(values: readonly (string | undefined)[]): string | undefined {
  return acrValues.findLast((value) => values.includes(value))
}
