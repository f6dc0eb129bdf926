import type { Call } from '../../access/call.ts'
import type { Membership } from '../../access/principal.ts'
import { rolePermissions } from '../../access/roles.ts'
import type { Deps } from '../manifest.ts'

/** The roles that a caller holds on one object, and the permissions that they give there, sorted. */
export interface Rights {
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
}

/** Rights on an organization, a project or a grant, with its present name. */
export interface NamedRights extends Rights {
  readonly id: string
  /** '' if it was removed meanwhile. */
  readonly name: string
  /** The organization that owns the project or was given the grant. */
  readonly orgId: string
  /** The project of a grant. */
  readonly projectId: string
}

/** Everything that a caller may do, by the object that it may do it on. */
export interface CallersRights {
  /** With the roles of the system: they hold on all objects of the instance. */
  readonly instance: Rights
  readonly organizations: readonly NamedRights[]
  readonly projects: readonly NamedRights[]
  readonly grants: readonly NamedRights[]
}

interface NameRow {
  readonly scope: string
  readonly id: string
  readonly name: string
  readonly project_id: string
}

/** The names of the objects of all memberships, by their keys. */
const namesSql = `select k.scope, k.id, n.name, n.project_id
  from unnest($2::text[], $3::text[]) k(scope, id)
  cross join lateral (
    select o.name, '' as project_id from organizations o
     where k.scope = 'org' and o.instance_id = $1 and o.org_id = k.id
    union all
    select p.name, p.project_id from projects p
     where k.scope = 'project' and p.instance_id = $1 and p.project_id = k.id
    union all
    select p.name, p.project_id from project_grants g
      join projects p on p.instance_id = g.instance_id and p.project_id = g.project_id
     where k.scope = 'project_grant' and g.instance_id = $1 and g.grant_id = k.id
  ) n`

/** The most objects of one kind. */
const mostObjects = 1000

/** Returns the rights of the caller; anonymous callers have none. */
export async function callersRights(
  { database }: Pick<Deps, 'database'>,
  { principal, instance }: Call,
): Promise<CallersRights> {
  const memberships = principal.kind === 'anonymous' ? [] : principal.memberships
  const onAll = memberships.filter(({ scope }) => scope === 'system' || scope === 'instance')
  const orgs = memberships.filter(({ scope }) => scope === 'org').slice(0, mostObjects)
  const projects = memberships.filter(({ scope }) => scope === 'project').slice(0, mostObjects)
  const grants = memberships.filter(({ scope }) => scope === 'project_grant').slice(0, mostObjects)
  const named = [...orgs, ...projects, ...grants]
  const rows =
    named.length === 0
      ? []
      : await database.query<NameRow>(namesSql, [
          instance.id,
          named.map(({ scope }) => scope),
          named.map(({ aggregateId }) => aggregateId),
        ])
  const names = new Map(rows.map((row) => [`${row.scope}:${row.id}`, row]))
  const withName = (membership: Membership): NamedRights => {
    const { scope, aggregateId: id, orgId } = membership
    const row = names.get(`${scope}:${id}`)
    return {
      id,
      name: row?.name ?? '',
      orgId: scope === 'org' ? id : (orgId ?? ''),
      projectId: row?.project_id ?? '',
      ...rightsOf([membership]),
    }
  }
  return {
    instance: rightsOf(onAll),
    organizations: orgs.map(withName),
    projects: projects.map(withName),
    grants: grants.map(withName),
  }
}

function rightsOf(memberships: readonly Membership[]): Rights {
  const roles = memberships.flatMap((membership) => membership.roles)
  const permissions = roles.flatMap((role) => [...(rolePermissions.get(role) ?? [])])
  return { roles: [...new Set(roles)].sort(), permissions: [...new Set(permissions)].sort() }
}
