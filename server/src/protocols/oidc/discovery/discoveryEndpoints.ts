import { LRUCache } from 'lru-cache'
import type { Call } from '../../../access/call.ts'
import { type Endpoint, endpoint } from '../../../contract/endpoint.ts'
import { allowedLanguagesOf, restrictionsSql } from '../../../features/settings/index.ts'
import { clientAuthMethods } from '../clientAuth/methods.ts'
import { grants } from '../grants/grants.ts'
import { type LookupPart, openRequestLookup } from '../lookup.ts'
import type { OidcDeps } from '../oidcDeps.ts'
import { capabilities } from './capabilities.ts'
import { type Served, serverMetadata } from './metadata.ts'

const restrictionsPart: LookupPart<
  never,
  { readonly restrictions: Parameters<typeof allowedLanguagesOf>[0] }
> = { keys: [], joins: '', columns: { restrictions: restrictionsSql('i.instance_id') } }

/** The ways in which clients register that some project of the instance allows. */
const registrationPart: LookupPart<never, { readonly registers: boolean; readonly documents: boolean }> = {
  keys: [],
  joins: '',
  columns: {
    registers: `exists (select from projects rp where rp.instance_id = i.instance_id and rp.dynamic_registration
      and rp.state = 'active')`,
    documents: `exists (select from projects dp where dp.instance_id = i.instance_id and dp.documents_since is not null
      and dp.state = 'active')`,
  },
}

/** The most issuers whose metadata a process keeps as text. */
const mostIssuers = 500

/**
 * The metadata of the server for each host, at the paths of OpenID Connect Discovery 1.0 §4 and RFC 8414 §3. `paths` are those of
 * the endpoints that it may name.
 */
export function discoveryEndpoints(on: OidcDeps, paths: readonly string[]): readonly Endpoint<Call>[] {
  const find = openRequestLookup(on, [restrictionsPart, registrationPart])
  const served: Served = {
    paths: new Set(paths),
    grantTypes: [
      ...grants.map(({ type }) => type),
      ...(paths.includes('/oauth/v2/authorize') ? ['implicit'] : []),
    ],
    authMethods: usableMethods(on.config),
    capabilities,
  }
  const texts = new LRUCache<string, string>({ max: mostIssuers })
  const textOf = (issuer: string, languages: readonly string[], ways: Ways) => {
    const key = [issuer, ways.registers, ways.documents, ...languages].join(' ')
    const text = texts.get(key) ?? JSON.stringify(serverMetadata(issuer, languages, servedFor(served, ways)))
    texts.set(key, text)
    return text
  }
  return ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'].map((path) =>
    endpoint({
      methods: ['GET'],
      path,
      credential: 'protocol',
      cors: 'any origin',
      body: 'none',
      refusals: 'oauth',
      async handle({ head }) {
        const { origin, row } = await find(head, {})
        return {
          status: 200,
          headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
          body: textOf(origin.url, allowedLanguagesOf(row.restrictions), row),
        }
      },
    }),
  )
}

type Ways = { readonly registers: boolean; readonly documents: boolean }

/** Ways to register that no project allows are not named. */
function servedFor(served: Served, { registers, documents }: Ways): Served {
  const paths = [...served.paths].filter((path) => registers || path !== '/oauth/v2/register')
  return {
    ...served,
    paths: new Set(paths),
    capabilities: { ...served.capabilities, ...(documents && { clientIdMetadataDocuments: true as const }) },
  }
}

/** Certificates count only if the listener or a trusted proxy shows them, and by their issuer only if authorities are configured. */
function usableMethods({ tls, trustedProxies, clientAuthorities }: OidcDeps['config']): readonly string[] {
  const seen = tls?.requestCert === true || trustedProxies.certificateHeader !== undefined
  const unusable = [
    ...(seen && clientAuthorities.length > 0 ? [] : ['tls_client_auth']),
    ...(seen ? [] : ['self_signed_tls_client_auth']),
  ]
  return Object.values(clientAuthMethods)
    .flatMap(({ names }) => names)
    .filter((name) => !unusable.includes(name))
}
