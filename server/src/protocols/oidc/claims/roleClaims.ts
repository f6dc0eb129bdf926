import type { ScopeDemand } from './readScopes.ts'
import type { ClaimDemand, Claims } from './userClaims.ts'
import type { GrantedRoles, UserFacts } from './userFacts.ts'

type RolesOfProject = Record<string, Record<string, string>>

/**
 * Returns the role claims (oidc notes §4): one for each project that counts, and one more for the client's own. With role scopes
 * or the scope of all projects, the projects of the audience scopes count; the own project counts if it asserts roles, a role
 * scope names some, or another project counts.
 */
export function roleClaims(
  { roles }: Pick<UserFacts, 'roles'>,
  scopes: Pick<ScopeDemand, 'roleKeys' | 'allProjects' | 'projectIds' | 'roleOrgs'>,
  { projectId, assertsRoles, iamProjectId }: Omit<ClaimDemand, 'scopes' | 'origin'>,
): Claims {
  if (roles === null || roles.length === 0) return {}
  const machine = projectId === undefined
  const wide = scopes.roleKeys.size > 0 || scopes.allProjects || (machine && assertsRoles)
  const counting = new Set(
    wide ? scopes.projectIds.map((id) => (id === 'zitadel' ? (iamProjectId ?? id) : id)) : [],
  )
  if (!machine && (assertsRoles || scopes.roleKeys.size > 0 || counting.size > 0)) counting.add(projectId)
  const claims: Record<string, RolesOfProject> = {}
  for (const counted of counting) {
    const granted = rolesIn(roles, counted, scopes)
    if (Object.keys(granted).length === 0) continue
    claims[`urn:zitadel:iam:org:project:${counted}:roles`] = granted
    if (counted === projectId) claims['urn:zitadel:iam:org:project:roles'] = granted
  }
  return claims
}

function rolesIn(
  roles: readonly GrantedRoles[],
  projectId: string,
  { roleKeys, roleOrgs }: Pick<ScopeDemand, 'roleKeys' | 'roleOrgs'>,
): RolesOfProject {
  // Without a prototype, a role may be named `__proto__`.
  const granted: RolesOfProject = Object.create(null)
  for (const grant of roles) {
    if (grant.projectId !== projectId) continue
    if (roleOrgs.size > 0 && !roleOrgs.has(grant.orgId)) continue
    for (const key of grant.roleKeys) {
      if (roleKeys.size > 0 && !roleKeys.has(key)) continue
      granted[key] = { ...granted[key], [grant.orgId]: grant.domain }
    }
  }
  return granted
}
