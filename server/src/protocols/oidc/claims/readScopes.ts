const prefix = 'urn:zitadel:iam:'
const roleScope = `${prefix}org:project:role:`
const audience = /^urn:zitadel:iam:org:project:id:(.+):aud$/
const orgScope = `${prefix}org:id:`
const domainScope = `${prefix}org:domain:primary:`
const roleOrgScope = `${prefix}org:roles:id:`

/** What the scopes of a token ask for (oidc notes §4). */
export interface ScopeDemand {
  /** The scopes of OpenID Connect Core 1.0 §5.4. */
  readonly standard: ReadonlySet<string>
  /** The role keys to which claims are restricted; empty if the scopes name none. */
  readonly roleKeys: ReadonlySet<string>
  /** True if the roles of all projects of the audience are asked for. */
  readonly allProjects: boolean
  /** The projects that the scopes add to the audience; `zitadel` stands for the instance's own. */
  readonly projectIds: readonly string[]
  /** The organization to which the user must belong, by id. */
  readonly orgId: string | undefined
  /** The organization to which the user must belong, by its primary domain. */
  readonly orgDomain: string | undefined
  /** The organizations whose authorizations count; empty if all do. */
  readonly roleOrgs: ReadonlySet<string>
  readonly metadata: boolean
  readonly resourceOwner: boolean
}

/** Reads the scopes; unknown ones have no effect. */
export function readScopes(scopes: readonly string[]): ScopeDemand {
  const after = (start: string) =>
    scopes.flatMap((scope) => (scope.startsWith(start) ? [scope.slice(start.length)] : []))
  return {
    standard: new Set(scopes.filter((scope) => !scope.startsWith(prefix))),
    roleKeys: new Set(after(roleScope)),
    allProjects: scopes.includes(`${prefix}org:projects:roles`),
    projectIds: scopes.flatMap((scope) => audience.exec(scope)?.[1] ?? []),
    orgId: after(orgScope)[0],
    orgDomain: after(domainScope)[0],
    roleOrgs: new Set(after(roleOrgScope)),
    metadata: scopes.includes(`${prefix}user:metadata`),
    resourceOwner: scopes.includes(`${prefix}user:resourceowner`),
  }
}
