import { emptyQuery } from '../../contract/listQuery.ts'
import { foldedMatches, type SearchConditions, textMethod } from '../../database/search.ts'
import { DomainError } from '../../kernel/refusal.ts'

/** A filter of a list of apps of v2beta or v2. */
export type ApplicationFilter =
  | { readonly case: 'projectIdFilter'; readonly value: { readonly projectId: string } }
  | { readonly case: 'nameFilter'; readonly value: { readonly name: string; readonly method: number } }
  | { readonly case: 'stateFilter' | 'typeFilter'; readonly value: number }
  | { readonly case: 'oidcAppOnly' | 'apiAppOnly' | 'samlAppOnly'; readonly value: boolean }
  | { readonly case: 'clientIdFilter'; readonly value: { readonly clientId: string } }
  | { readonly case: 'entityIdFilter'; readonly value: { readonly entityId: string } }
  | { readonly case: undefined }

/** By `ApplicationState`. */
const states = ['', 'active', 'inactive', 'removed']
/** By `ApplicationType`. */
const types = ['', 'oidc', 'api', 'saml']
const kinds = { oidcAppOnly: 'oidc', apiAppOnly: 'api', samlAppOnly: 'saml' } as const

/** Returns the condition for apps that match a filter. */
export function applicationCondition(search: SearchConditions, filter: ApplicationFilter): string {
  switch (filter.case) {
    case 'projectIdFilter':
      return `project_id = ${search.param(filter.value.projectId)}`
    case 'nameFilter':
      return foldedMatches(search, 'name', textMethod(filter.value.method), filter.value.name)
    case 'stateFilter':
      return `state = ${search.param(states[filter.value] ?? '')}`
    case 'typeFilter':
      return `kind = ${search.param(types[filter.value] ?? '')}`
    case 'oidcAppOnly':
    case 'apiAppOnly':
    case 'samlAppOnly':
      return `(kind = ${search.param(kinds[filter.case])}) = ${search.param(filter.value)}::boolean`
    case 'clientIdFilter':
      return `client_id = ${search.param(filter.value.clientId)}`
    case 'entityIdFilter':
      return hasEntityId(search, filter.value.entityId)
    case undefined:
      throw new DomainError(emptyQuery)
  }
}

/**
 * The condition for SAML apps whose stored metadata has this entity id, as an attribute `entityID` in quotation marks (SAML 2.0
 * Metadata §2.3.2). Metadata that is published at a URL has none, as it is not fetched.
 */
function hasEntityId(search: SearchConditions, entityId: string): string {
  const value = entityId
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
  const written = [`entityID="${value}"`, `entityID='${value}'`].map(
    (attribute) =>
      `position(convert_to(${search.param(attribute)}, 'UTF8') in decode(config->'metadata'->>'xml', 'base64')) > 0`,
  )
  return `kind = 'saml' and (${written.join(' or ')})`
}
