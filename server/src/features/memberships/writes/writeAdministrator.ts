import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import type { Standing } from '../../../contract/details.ts'
import type { Decision } from '../../../kernel/facet.ts'
import type { OrgId, ProjectId, UserId } from '../../../kernel/ids.ts'
import type { Deps } from '../../manifest.ts'
import type { Place } from '../place.ts'
import type { MembersState } from '../state.ts'
import { writeMember, writeNewMember } from './writeMember.ts'
import { type ProjectPlace, writeNewProjectMember, writeProjectMember } from './writeProjectMember.ts'

/** What an administrator administers. */
export type AdministeredResource =
  | { readonly level: 'instance' }
  | { readonly level: 'org'; readonly orgId: OrgId }
  | { readonly level: 'project'; readonly projectId: ProjectId }
  | { readonly level: 'project_grant'; readonly projectId: ProjectId; readonly grantId: string }

/** A user who is, or is to be, an administrator of a resource. */
export interface AdministratorOf {
  readonly resource: AdministeredResource
  readonly userId: UserId
}

/** Makes a user an administrator. The caller needs the right to change members of that resource, whatever the context. */
export function writeNewAdministrator(
  deps: Deps,
  call: Call,
  { resource, ...member }: AdministratorOf & { readonly roles: readonly string[] },
): Promise<Standing> {
  if (resource.level === 'project' || resource.level === 'project_grant') {
    return writeNewProjectMember(deps, call, { ...member, ...projectPlace(resource, 'write') })
  }
  return writeNewMember(deps, inLevel(call, resource, 'write'), resource.level, member)
}

/** Decides on an administrator, with the right to change (`write`) or remove (`delete`) members of the resource. */
export function writeAdministrator(
  deps: Deps,
  call: Call,
  { resource, userId, verb }: AdministratorOf & { readonly verb: 'write' | 'delete' },
  decide: (state: MembersState) => Decision,
): Promise<Standing> {
  if (resource.level === 'project' || resource.level === 'project_grant') {
    return writeProjectMember(deps, call, { userId, ...projectPlace(resource, verb) }, decide)
  }
  return writeMember(deps, inLevel(call, resource, verb), resource.level, userId, decide)
}

/** The place of a resource for the commands of members. */
export function placeOf(resource: AdministeredResource): Place {
  const { level } = resource
  return level === 'project_grant' ? { level, grantId: resource.grantId } : { level }
}

type Of<Level> = Extract<AdministeredResource, { level: Level }>

/** Requires the right on the instance or organization, and returns the call with that organization as its context. */
function inLevel(call: Call, resource: Of<'instance' | 'org'>, verb: string): Call {
  if (resource.level === 'instance') {
    requirePermission(call, `iam.member.${verb}`, {})
    return call
  }
  requirePermission(call, `org.member.${verb}`, { orgId: resource.orgId })
  return { ...call, orgId: resource.orgId }
}

function projectPlace(resource: Of<'project' | 'project_grant'>, verb: string): ProjectPlace {
  const { projectId } = resource
  const within = 'resource'
  if (resource.level === 'project') {
    return { projectId, place: { level: 'project' }, permission: `project.member.${verb}`, within }
  }
  const place = { level: 'project_grant', grantId: resource.grantId } as const
  return { projectId, place, permission: `project.grant.member.${verb}`, within }
}
