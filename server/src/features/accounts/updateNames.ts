import type { Call } from '../../access/call.ts'
import { requirePermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { DomainError, type Refusal, refuse } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import {
  changeMachine,
  changeProfile,
  changeUser,
  type Machine,
  type MachineChange,
  type Profile,
  userMissing,
  userNotFound,
} from '../users/index.ts'
import { emptyName } from './refusals.ts'
import { personAt, type Target, userAt } from './target.ts'
import { renameEvents } from './usernames.ts'

const usernameUnchanged = refuse(
  'user.username_unchanged',
  'failed_precondition',
  'this already is the username',
)
const profileUnchanged = refuse(
  'user.profile_unchanged',
  'failed_precondition',
  'the profile already is what was given',
)
const machineUnchanged = refuse(
  'user.machine_unchanged',
  'failed_precondition',
  'the machine already is what was given',
)

/** Changes whatever is given of a machine and differs (`UpdateUser`); a machine may do so itself. */
export function updateMachine(
  deps: Deps,
  call: Call,
  userId: string,
  { username, ...change }: MachineChange & { readonly username?: string | undefined },
): Promise<Stream> {
  return changeUser(deps.log, call, userId, async (user, tx) => {
    const machine = machineAt(user, { userId })
    requirePermission(call, 'user.write', { orgId: user.owner, self: userId })
    return [...(await renameEvents(tx, user, machine, username)), ...changeMachine(machine, change)]
  })
}

/** Renames a user (v1); the name is trimmed, the same one refused. */
export function rename(deps: Deps, call: Call, target: Target, username: string): Promise<Stream> {
  const name = username.trim()
  if (!name) throw new DomainError(emptyName)
  return changeUser(deps.log, call, target.userId, async (user, tx) => {
    const state = userAt(user, target)
    if (state.kind === 'none') throw new DomainError(userNotFound)
    return orRefuse(await renameEvents(tx, user, state, name), usernameUnchanged)
  })
}

/** Replaces every field of a profile (v1); an equal one is refused. */
export function replaceProfile(deps: Deps, call: Call, target: Target, profile: Profile): Promise<Stream> {
  if (!profile.givenName.trim() || !profile.familyName.trim()) throw new DomainError(emptyName)
  return changeUser(deps.log, call, target.userId, (user) => {
    const human = personAt(user, { ...target, missing: userMissing, initialAllowed: true })
    return orRefuse(changeProfile(human, profile), profileUnchanged)
  })
}

/** Replaces every field of a machine (v1); equal ones are refused. */
export function replaceMachine(
  deps: Deps,
  call: Call,
  target: Target,
  change: MachineChange,
): Promise<Stream> {
  return changeUser(deps.log, call, target.userId, (user) =>
    orRefuse(changeMachine(machineAt(user, target), change), machineUnchanged),
  )
}

function machineAt(user: Stream, target: Target): Machine {
  const state = userAt(user, target)
  if (state.kind !== 'machine') throw new DomainError(userNotFound)
  return state
}

function orRefuse(events: readonly EventBody[], unchanged: Refusal) {
  if (events.length === 0) throw new DomainError(unchanged)
  return events
}
