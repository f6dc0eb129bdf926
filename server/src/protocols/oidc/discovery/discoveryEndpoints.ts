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

/** The most issuers whose metadata a process keeps as text. */
const mostIssuers = 500

/**
 * The metadata of the server for each host, at the paths of OpenID Connect Discovery 1.0 §4 and RFC 8414 §3. `paths` are those of
 * the endpoints that it may name.
 */
export function discoveryEndpoints(on: OidcDeps, paths: readonly string[]): readonly Endpoint<Call>[] {
  const find = openRequestLookup(on, [restrictionsPart])
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
  const textOf = (issuer: string, languages: readonly string[]) => {
    const key = [issuer, ...languages].join(' ')
    const text = texts.get(key) ?? JSON.stringify(serverMetadata(issuer, languages, served))
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
          body: textOf(origin.url, allowedLanguagesOf(row.restrictions)),
        }
      },
    }),
  )
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
