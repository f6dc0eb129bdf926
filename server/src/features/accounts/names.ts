import { DomainError } from '../../kernel/refusal.ts'
import { isBlank } from '../../kernel/text/foldText.ts'
import type { MachineChange, ProfileChange } from '../users/index.ts'
import { emptyName } from './usernames.ts'

/**
 * Returns a profile with its names as they are stored: given name and family name trimmed, a blank display name empty. Throws for a
 * blank given name or family name; a missing name stays missing.
 */
export function acceptNames<Names extends ProfileChange>(profile: Names): Names {
  const { givenName, familyName, displayName } = profile
  return {
    ...profile,
    ...(givenName !== undefined && { givenName: acceptName(givenName).trim() }),
    ...(familyName !== undefined && { familyName: acceptName(familyName).trim() }),
    ...(displayName !== undefined && isBlank(displayName) && { displayName: '' }),
  }
}

/** Returns a machine as it is; throws if its name is blank. */
export function acceptMachine<Change extends MachineChange>(machine: Change): Change {
  if (machine.name !== undefined) acceptName(machine.name)
  return machine
}

function acceptName(name: string): string {
  if (isBlank(name)) throw new DomainError(emptyName)
  return name
}
