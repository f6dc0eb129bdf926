import type { Call } from '../../../access/call.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { EventBody } from '../../../kernel/facet.ts'
import { DomainError, type Refusal, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import {
  changeMachine,
  changeProfile,
  type MachineChange,
  type Profile,
  userMissing,
  userNotFound,
} from '../../users/index.ts'
import { acceptMachine, acceptNames } from '../names.ts'
import { decideOnUser, machineAt, personAt, type Target, userAt } from '../target.ts'
import { emptyName, renameEvents } from '../usernames.ts'

const usernameUnchanged = refuse(
  'user.username_unchanged',
  'failed_precondition',
  'the user already has this username; send another one',
)
const profileUnchanged = refuse(
  'user.profile_unchanged',
  'failed_precondition',
  'the profile already has these values; send at least one other value',
)
const machineUnchanged = refuse(
  'user.machine_unchanged',
  'failed_precondition',
  'the machine already has these values; send at least one other value',
)

/** Renames a user (v1); trims the name, refuses the present one. */
export function rename(deps: Deps, call: Call, target: Target, username: string): Promise<Stream> {
  const name = username.trim()
  if (!name) throw new DomainError(emptyName)
  return decideOnUser(deps, call, target, async (user, tx) => {
    const state = userAt(user, target)
    if (state.kind === 'none') return userNotFound
    return orRefuse(await renameEvents(tx, user, state, name), usernameUnchanged)
  })
}

/** Replaces every field of a profile (v1); refuses equal values. */
export function replaceProfile(deps: Deps, call: Call, target: Target, profile: Profile): Promise<Stream> {
  const named = acceptNames(profile)
  return decideOnUser(deps, call, target, (user) => {
    const human = personAt(user, { ...target, missing: userMissing, initialAllowed: true })
    return orRefuse(changeProfile(human, named), profileUnchanged)
  })
}

/** Replaces every field of a machine (v1); refuses equal values. */
export function replaceMachine(
  deps: Deps,
  call: Call,
  target: Target,
  change: MachineChange,
): Promise<Stream> {
  const named = acceptMachine(change)
  return decideOnUser(deps, call, target, (user) =>
    orRefuse(changeMachine(machineAt(user, target), named), machineUnchanged),
  )
}

function orRefuse(events: readonly EventBody[], unchanged: Refusal): readonly EventBody[] | Refusal {
  return events.length === 0 ? unchanged : events
}
