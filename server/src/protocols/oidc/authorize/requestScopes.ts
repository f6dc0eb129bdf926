import type { Transaction } from '../../../eventlog/types.ts'
import { isDocumentAddress, type OidcClient } from '../../../features/applications/index.ts'
import { domainToFind } from '../../../kernel/text/canonicalDomain.ts'
import { readScopes } from '../claims/readScopes.ts'
import type { LookupPart } from '../lookup.ts'
import { OAuthError } from '../oauthError.ts'
import { knownScopes } from '../scopes.ts'

/** The columns of the client's project that scopes and audience need. */
export interface ProjectColumns {
  /** The client ids of the project's OIDC and API apps. */
  readonly project_clients: readonly string[] | null
  readonly project_roles: readonly string[] | null
}

/** Reads the project of the client `c`. */
export const projectPart: LookupPart<never, ProjectColumns> = {
  keys: [],
  joins: '',
  columns: {
    project_clients: `(select json_agg(pa.client_id order by pa.client_id) from applications pa
      where pa.instance_id = i.instance_id and pa.project_id = c.project_id and pa.kind in ('oidc', 'api'))`,
    project_roles: `(select json_agg(pr.role_key order by pr.role_key) from project_roles pr
      where pr.instance_id = i.instance_id and pr.project_id = c.project_id)`,
  },
  reads: () => ({}),
}

const rolePrefix = 'urn:zitadel:iam:org:project:role:'
const organizationPrefixes = ['urn:zitadel:iam:org:id:', 'urn:zitadel:iam:org:domain:primary:'] as const

/** The scopes and audience of a request, and the organization to which its user must belong. */
export interface GrantedScopes {
  readonly scope: string[]
  /** They are not the requested ones. */
  readonly scopeChanged?: true
  readonly audience: string[]
  readonly organization?: string
}

/**
 * Decides on the scopes (oidc notes §3, §4): unknown ones and roles that the project lacks are dropped, as is the audience of Sallyport's
 * own APIs for clients known by a document; a project that asserts roles adds all of them unless the client names some; an
 * organization must exist.
 */
export async function grantScopes(
  tx: Pick<Transaction, 'find' | 'instanceId'>,
  client: OidcClient,
  columns: ProjectColumns & { readonly iam_project_id: string | null },
  requested: readonly string[],
): Promise<GrantedScopes> {
  if (requested.length === 0) {
    throw new OAuthError('invalid_request', 'the parameter scope is missing; send openid, or another scope')
  }
  const roles = columns.project_roles ?? []
  const own = isDocumentAddress(client.clientId) ? ['zitadel', columns.iam_project_id] : []
  const known = knownScopes(requested).filter(
    (scope) =>
      (!scope.startsWith(rolePrefix) || roles.includes(scope.slice(rolePrefix.length))) &&
      !readScopes([scope]).projectIds.some((id) => own.includes(id)),
  )
  const asked = requested.some((scope) => scope.startsWith(rolePrefix))
  const scope =
    client.projectRoleAssertion && !asked ? [...known, ...roles.map((key) => rolePrefix + key)] : [...known]
  const projects = await namedProjects(tx, readScopes(scope).projectIds, columns.iam_project_id)
  const organization = await demandedOrganization(tx, scope)
  const isChanged = scope.length !== requested.length || scope.some((one) => !requested.includes(one))
  return {
    scope,
    ...(isChanged && { scopeChanged: true }),
    audience: [
      ...new Set([...(columns.project_clients ?? []), client.clientId, client.projectId, ...projects]),
    ].filter((id) => !own.includes(id)),
    ...(organization !== undefined && { organization }),
  }
}

/** The projects of audience scopes that exist; `zitadel` is the project of Sallyport's own APIs. */
async function namedProjects(
  tx: Pick<Transaction, 'find' | 'instanceId'>,
  names: readonly string[],
  iamProjectId: string | null,
): Promise<readonly string[]> {
  const found = await Promise.all(
    names.map(async (name) => {
      if (name === 'zitadel') return iamProjectId === null ? [] : [iamProjectId]
      const rows = await tx.find(
        'select 1 as found from projects where instance_id = $1 and project_id = $2',
        [tx.instanceId, name],
      )
      return rows.length > 0 ? [name] : []
    }),
  )
  return found.flat()
}

/** The one organization that the scopes name by id or primary domain. */
async function demandedOrganization(
  tx: Pick<Transaction, 'find' | 'instanceId'>,
  scopes: readonly string[],
): Promise<string | undefined> {
  const [byId, byDomain] = organizationPrefixes.map((prefix) =>
    scopes.filter((scope) => scope.startsWith(prefix)).map((scope) => scope.slice(prefix.length)),
  )
  const found = await Promise.all([
    ...(byId ?? []).map((id) => organizationBy(tx, 'id', id)),
    ...(byDomain ?? []).map((domain) => organizationBy(tx, 'domain', domainToFind(domain))),
  ])
  const [first, ...others] = [...new Set(found)]
  if (others.length > 0) {
    throw new OAuthError(
      'invalid_scope',
      'the scopes name several organizations; a user belongs to one, so name at most one',
    )
  }
  return first
}

const organizationStatements = {
  id: 'select org_id from organizations where instance_id = $1 and org_id = $2',
  domain:
    'select org_id from org_domains where instance_id = $1 and domain = $2 and is_verified and is_primary',
} as const

async function organizationBy(
  tx: Pick<Transaction, 'find' | 'instanceId'>,
  by: keyof typeof organizationStatements,
  name: string,
): Promise<string> {
  const [row] = await tx.find<{ org_id: string }>(organizationStatements[by], [tx.instanceId, name])
  if (row !== undefined) return row.org_id
  throw new OAuthError('invalid_scope', 'the scope names an organization that does not exist; leave it out')
}
