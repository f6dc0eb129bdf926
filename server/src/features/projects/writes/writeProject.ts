import { type Call, writing } from '../../../access/call.ts'
import { hasPermission, requirePermission } from '../../../access/permission.ts'
import type { Standing } from '../../../contract/details.ts'
import { decideOn, workOn } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { newId, type OrgId, type ProjectId } from '../../../kernel/ids.ts'
import { accept, DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { addFirstMembers, type FirstMember } from '../../memberships/index.ts'
import { orgFacet, orgMissing } from '../../organizations/index.ts'
import type { Admission } from '../admission.ts'
import { addProject, removeProject } from '../commands/changeProject.ts'
import type { ProjectEvent, ProjectSettings } from '../events.ts'
import { iamProjectFacet, type ProjectState, projectFacet } from '../state.ts'

const idElsewhere = refuse(
  'projects.id_elsewhere',
  'failed_precondition',
  'a removed project of another organization had this id; leave the id out to get a new one',
)

const projectRef = (id: string) => ({ type: 'project', id }) as const

/** A project to create, with the users who are to administer it. */
export interface NewProject {
  readonly id?: string | undefined
  readonly orgId: OrgId
  readonly settings: ProjectSettings
  readonly admins: readonly FirstMember[]
}

/**
 * Creates a project in an organization, which cannot be removed at the same time. Who lets clients in must be able to add apps.
 * If no administrator is named, a user whose roles do not reach the new project becomes its owner, as it could not be used.
 */
export function writeNewProject({ log }: Deps, call: Call, input: NewProject): Promise<Stream> {
  const { orgId, settings } = input
  if (settings.metadataDocuments || settings.dynamicRegistration) {
    requirePermission(call, 'project.app.write', { orgId })
  }
  const ref = projectRef(input.id || newId())
  const admins = input.admins.length > 0 ? input.admins : creatorWithoutRights(call, orgId)
  return workOn(log, writing(call), ref, async (project, tx) => {
    await guardOrganization(tx, orgId)
    const added = accept<readonly ProjectEvent[]>(addProject(project.state(projectFacet), settings))
    if (project.owner !== '' && project.owner !== orgId) throw new DomainError(idElsewhere)
    await tx.append(project, added, { owner: orgId })
    await addFirstMembers(tx, project, admins)
    return project
  })
}

function creatorWithoutRights({ principal, instance }: Call, orgId: OrgId): readonly FirstMember[] {
  if (principal.kind !== 'user') return []
  const manages = hasPermission(principal, 'project.write', { instanceId: instance.id, orgId })
  return manages ? [] : [{ userId: principal.userId, roles: [] }]
}

async function guardOrganization(tx: Transaction, orgId: OrgId): Promise<void> {
  const org = await tx.load({ type: 'org', id: orgId })
  accept(org.state(orgFacet).kind === 'none' ? orgMissing : undefined)
  tx.guard(org)
}

/** A decision on a project by a caller that its admission lets see it. */
export interface ProjectWrite {
  readonly projectId: ProjectId
  readonly admission: Admission
  /** The grant that the request is about: the roles that the caller holds on it count. */
  readonly grantId?: string | undefined
  decide(
    state: ProjectState,
    on: { readonly tx: Transaction; readonly project: Stream },
  ): Decision<ProjectEvent> | Promise<Decision<ProjectEvent>>
}

/** Decides on a project and appends the events. */
export function writeProject({ log }: Deps, call: Call, write: ProjectWrite): Promise<Stream> {
  return decideOn(log, writing(call), projectRef(write.projectId), (project, tx) =>
    write.decide(write.admission(call, project, write.grantId), { tx, project }),
  )
}

/** Removes a project and all that belongs to it. The project of the instance's own API stays. */
export function writeRemoval(
  deps: Deps,
  call: Call,
  { projectId, admission }: Pick<ProjectWrite, 'projectId' | 'admission'>,
): Promise<Stream> {
  return writeProject(deps, call, {
    projectId,
    admission,
    async decide(state, { tx }) {
      return removeProject(state, { isIamProject: (await iamProjectIn(tx)) === projectId })
    },
  })
}

/** Returns the id of the project of the instance's own API; '' if it has none. */
export async function iamProjectIn(tx: Transaction): Promise<string> {
  const instance = await tx.load({ type: 'instance', id: tx.instanceId })
  tx.guard(instance)
  return instance.state(iamProjectFacet).projectId
}

/** The standing of the project itself, whose stream also holds its roles, grants and members. */
export function standingOfProject(stream: Stream): Standing {
  const state = stream.state(projectFacet)
  return standingOfPart(stream, state.kind === 'none' ? undefined : state)
}

/** The standing of a part of a project; the stream's if the part does not exist. */
export function standingOfPart(stream: Stream, part: Omit<Standing, 'owner'> | undefined): Standing {
  const { sequence, createdAt, changedAt } = part ?? stream
  return { sequence, createdAt, changedAt, owner: stream.owner }
}
