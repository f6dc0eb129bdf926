import type { EventBody } from '../../../kernel/facet.ts'
import { composeAll } from '../../../kernel/text/foldText.ts'
import { machineChanged, profileChanged, usernameChanged } from '../events.ts'
import type { Human, Machine, Profile, UserState } from '../state.ts'

/** The fields of a profile to change; missing fields stay. */
export type ProfileChange = { readonly [Field in keyof Profile]?: Profile[Field] | undefined }

/** The fields of a machine to change; missing fields stay. */
export type MachineChange = {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly accessTokenType?: Machine['accessTokenType'] | undefined
}

/** Renames a user inside the scope that the domain policy gives; the same name in the same scope is no change. */
export function changeUsername(
  user: Exclude<UserState, { kind: 'none' }>,
  username: string,
  scope: string,
): readonly EventBody[] {
  if (user.username === username && user.scope === scope) return []
  return [usernameChanged({ username, scope })]
}

/** Changes the given fields of a profile; an empty display name becomes the full name, a missing one stays. */
export function changeProfile({ profile }: Human, change: ProfileChange): readonly EventBody[] {
  const next = overlay(profile, composeAll(change))
  const displayName = next.displayName || `${next.givenName} ${next.familyName}`
  const payload = { ...next, displayName }
  return same(profile, payload) ? [] : [profileChanged(payload)]
}

/** Changes the given fields of a machine. */
export function changeMachine(machine: Machine, change: MachineChange): readonly EventBody[] {
  const { name, description, accessTokenType } = machine
  const before = { name, description, accessTokenType }
  const payload = overlay(before, composeAll(change))
  return same(before, payload) ? [] : [machineChanged(payload)]
}

function overlay<Fields extends object>(
  before: Fields,
  change: { readonly [Field in keyof Fields]?: Fields[Field] | undefined },
): Fields {
  const given = Object.entries(change).filter(([, value]) => value !== undefined)
  return { ...before, ...(Object.fromEntries(given) as Partial<Fields>) }
}

function same<Fields extends object>(before: Fields, next: Fields): boolean {
  return (Object.keys(next) as (keyof Fields)[]).every((field) => before[field] === next[field])
}
