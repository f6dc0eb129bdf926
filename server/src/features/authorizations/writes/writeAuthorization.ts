import { type Call, writing } from '../../../access/call.ts'
import { missingPermission, requirePermission } from '../../../access/permission.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { type AuthorizationId, newId, type OrgId, type ProjectId, type UserId } from '../../../kernel/ids.ts'
import { accept, DomainError } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { grantTo, projectFacet } from '../../projects/index.ts'
import { userFacet } from '../../users/index.ts'
import type { Admission } from '../admission.ts'
import {
  addAuthorization,
  changeAuthorization,
  type ProjectView,
  removeAuthorization,
} from '../commands/changeAuthorization.ts'
import type { AuthorizationEvent } from '../events.ts'
import { tooManyNamed } from '../refusals.ts'
import type { AuthorizationState } from '../state.ts'

const permission = 'user.grant.write'
/** The most authorizations that one request removes. */
const mostNamed = 1000

const refOf = (id: string) => ({ type: 'user_grant', id }) as const

/** An authorization to give. */
export interface NewAuthorization {
  readonly userId: UserId
  readonly projectId: ProjectId
  /** The organization that gives it; the project's if undefined. */
  readonly orgId: OrgId | undefined
  /** The grant under which a request of the first generation wants it. */
  readonly grantId?: string
  readonly roleKeys: readonly string[]
}

/** Gives a user roles on a project. The project and the user cannot change at the same time. */
export async function writeNewAuthorization(
  { log }: Deps,
  call: Call,
  input: NewAuthorization,
): Promise<Stream> {
  const { result } = await log.transact(writing(call), undefined, async (tx) => {
    const refs = [
      { type: 'project', id: input.projectId },
      { type: 'user', id: input.userId },
    ]
    const [project, user] = (await tx.loadAll(refs)) as [Stream, Stream]
    const view = permitted(call, project, input)
    const orgId = input.orgId ?? project.owner
    const events = addAuthorization({
      userId: input.userId,
      userExists: user.state(userFacet).kind !== 'none',
      count: await countOf(tx, input.userId),
      projectId: input.projectId,
      project: view,
      grantId: grantOf(project, orgId, input.grantId),
      roleKeys: input.roleKeys,
    })
    const authorization = tx.begin(refOf(newId()))
    await tx.append(authorization, accept(events), { owner: orgId })
    tx.guard(project)
    tx.guard(user)
    return authorization
  })
  return result
}

/** Requires the permission in the organization that gives it; without one named, a foreign project looks as if it were none. */
function permitted(call: Call, project: Stream, { projectId, orgId }: NewAuthorization): ProjectView {
  const grant = orgId === undefined ? undefined : grantTo(project.state(projectFacet), orgId)
  const resourceId = [projectId, ...(grant ? [grant[0]] : [])]
  if (orgId !== undefined) {
    requirePermission(call, permission, { orgId, resourceId })
    return viewOf(project)
  }
  const reach = { instanceId: call.instance.id, orgId: project.owner || undefined, resourceId }
  const missing = missingPermission(call.principal, permission, reach)
  if (missing && missing.kind !== 'not_found') throw new DomainError(missing)
  return missing ? { state: { kind: 'none' }, sequence: 0 } : viewOf(project)
}

function grantOf(project: Stream, orgId: string, wanted: string | undefined): string | null | undefined {
  if (orgId === project.owner) return wanted ? undefined : null
  const id = grantTo(project.state(projectFacet), orgId)?.[0]
  return wanted && wanted !== id ? undefined : id
}

async function countOf(tx: Transaction, userId: string): Promise<number> {
  const [row] = await tx.query<{ count: string }>(
    'select count(*)::text as count from authorizations where instance_id = $1 and user_id = $2',
    [tx.instanceId, userId],
  )
  return Number(row?.count ?? 0)
}

/** The project as decisions on authorizations see it. */
export function viewOf(project: Stream): ProjectView {
  return { state: project.state(projectFacet), sequence: project.sequence }
}

/** Decides on an authorization that the admission lets the caller see. */
export function writeAuthorization(
  { log }: Deps,
  call: Call,
  on: { readonly id: AuthorizationId; readonly admission: Admission },
  decide: (
    state: AuthorizationState,
    tx: Transaction,
  ) => Decision<AuthorizationEvent> | Promise<Decision<AuthorizationEvent>>,
): Promise<Stream> {
  return decideOn(log, writing(call), refOf(on.id), (stream, tx) => decide(on.admission(call, stream), tx))
}

/** Replaces the roles of an authorization. The project cannot change at the same time. */
export function writeRoles(
  deps: Deps,
  call: Call,
  on: { readonly id: AuthorizationId; readonly admission: Admission },
  wanted: { readonly roleKeys: readonly string[]; readonly generation: 'v1' | 'v2' },
): Promise<Stream> {
  return writeAuthorization(deps, call, on, async (state, tx) => {
    const project = await tx.load({ type: 'project', id: state.kind === 'none' ? '' : state.projectId })
    tx.guard(project)
    return changeAuthorization(state, viewOf(project), wanted.roleKeys, wanted.generation)
  })
}

/** Removes authorizations, all or none. */
export async function writeRemovals(
  { log }: Deps,
  call: Call,
  ids: readonly string[],
  admission: Admission,
): Promise<void> {
  if (ids.length > mostNamed) throw new DomainError(tooManyNamed)
  await log.transact(writing(call), undefined, async (tx) => {
    for (const stream of await tx.loadAll([...new Set(ids)].map(refOf))) {
      await tx.append(stream, accept(removeAuthorization(admission(call, stream))))
    }
  })
}
