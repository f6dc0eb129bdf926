import type { Reaction, Stream, Transaction } from '../../eventlog/types.ts'
import type { EventOf } from '../../kernel/events.ts'
import { grantChanged, grantRemoved, projectRemoved, roleRemoved } from '../projects/events.ts'
import { humanAdded, machineAdded, userRemoved } from '../users/index.ts'
import { settleAuthorization } from './commands/changeAuthorization.ts'
import { authorizationCascadeRemoved } from './events.ts'
import { settleAuthorizations, sweepAuthorizations } from './jobs.ts'
import { authorizationFacet } from './state.ts'
import { viewOf } from './writes/writeAuthorization.ts'

/** The most authorizations that one commit brings in line with their projects; a job continues. */
export const mostPerCommit = 500
const settled = new WeakMap<Transaction, number>()

type ProjectCause = EventOf<
  typeof roleRemoved | typeof grantChanged | typeof grantRemoved | typeof projectRemoved
>

/**
 * Authorizations lose the roles that their project or grant loses, and go with these, in the same commit. Lists and tokens do not
 * count what is left over, so a job may continue with it.
 */
const followProjects: Reaction<ProjectCause> = {
  on: [roleRemoved, grantChanged, grantRemoved, projectRemoved],
  async react(tx, project, event) {
    tx.enqueue(settleAuthorizations({ projectId: project.id }))
    const limit = mostPerCommit - (settled.get(tx) ?? 0)
    if (limit <= 0) return
    const [condition, value] = affectedBy(event)
    const rows = await tx.query<{ authorization_id: string }>(
      `select authorization_id from authorizations
        where instance_id = $1 and project_id = $2 and ${condition}
        order by authorization_id limit ${limit}`,
      [tx.instanceId, project.id, ...value],
    )
    settled.set(tx, (settled.get(tx) ?? 0) + rows.length)
    await settle(tx, project, rows)
  },
}

function affectedBy(event: ProjectCause): readonly [condition: string, values: readonly string[]] {
  switch (event.type) {
    case roleRemoved.type:
      return ['$3 = any(role_keys)', [event.payload.key]]
    case grantChanged.type:
    case grantRemoved.type:
      return ['grant_id = $3', [event.payload.grantId]]
    case projectRemoved.type:
      return ['true', []]
  }
}

/** Brings authorizations in line with their project. */
export async function settle(
  tx: Transaction,
  project: Stream,
  rows: readonly { readonly authorization_id: string }[],
): Promise<void> {
  const refs = rows.map((row) => ({ type: 'user_grant', id: row.authorization_id }))
  for (const stream of await tx.loadAll(refs)) {
    const events = settleAuthorization(stream.state(authorizationFacet), viewOf(project))
    if (events.length > 0) await tx.append(stream, events)
  }
}

/**
 * A user's authorizations go with the user in the same commit (their number is bounded). A new user starts without any, too: an
 * earlier one may have had the same id.
 */
const followUsers: Reaction<EventOf<typeof userRemoved | typeof humanAdded | typeof machineAdded>> = {
  on: [userRemoved, humanAdded, machineAdded],
  async react(tx, user, event) {
    // Before the first event of its stream there was no such user, so nothing was given to it.
    if (event.sequence === 1) return
    await removeAuthorizationsOf(tx, user.id)
    if (event.type === userRemoved.type) tx.enqueue(sweepAuthorizations({ userId: user.id }))
  },
}

/** Removes every authorization of a user. */
export async function removeAuthorizationsOf(tx: Transaction, userId: string): Promise<void> {
  const rows = await tx.find<{ authorization_id: string }>(
    'select authorization_id from authorizations where instance_id = $1 and user_id = $2',
    [tx.instanceId, userId],
  )
  const refs = rows.map((row) => ({ type: 'user_grant', id: row.authorization_id }))
  for (const stream of await tx.loadAll(refs)) {
    if (stream.state(authorizationFacet).kind === 'none') continue
    await tx.append(stream, [authorizationCascadeRemoved()])
  }
}

/** Authorizations follow their projects and users. */
export const authorizationReactions: readonly Reaction[] = [
  followProjects as Reaction,
  followUsers as Reaction,
]
