import { type Call, writing } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { workOn } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { EventBody } from '../../../kernel/facet.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { changePassword, type PasswordChange } from '../../passwords/index.ts'
import {
  type CheckOutcome,
  changeMachine,
  changeProfile,
  type Human,
  type MachineChange,
  type MetadataEntry,
  metadataFacet,
  type ProfileChange,
  phoneRemoved,
  requireHuman,
  setMetadata,
  userNotFound,
} from '../../users/index.ts'
import { type Channel, channels } from '../channels.ts'
import { acceptMachine, acceptNames } from '../names.ts'
import { decideOnUser, machineAt, type Target, userAt } from '../target.ts'
import { renameEvents } from '../usernames.ts'
import {
  type ContactInput,
  contactChange,
  type PreparedContact,
  prepareContact,
  requireContactRight,
} from './changeContact.ts'

/** The changes of a person that `UpdateUser` and `UpdateHumanUser` make, all or none. */
export interface HumanUpdate {
  readonly username?: string | undefined
  readonly profile?: ProfileChange | undefined
  readonly email?: ContactInput | undefined
  readonly phone?: ContactInput | 'remove' | undefined
  readonly password?: PasswordChange | undefined
  /** Entries to set; others stay. */
  readonly metadata?: readonly MetadataEntry[] | undefined
}

/** A person after an update; codes of new addresses are present if the caller requested them. */
export interface HumanUpdated {
  readonly user: Stream
  readonly emailCode?: string | undefined
  readonly phoneCode?: string | undefined
}

/**
 * Changes the given parts that differ (users notes §3). An empty update needs the permission, too, so that it
 * reveals no stranger. A wrong present password is
 * counted while the request fails and changes nothing else.
 */
export async function updateHuman(
  deps: Deps,
  call: Call,
  target: Target,
  update: HumanUpdate,
): Promise<HumanUpdated> {
  const { phone, password } = update
  const profile = acceptNames(update.profile ?? {})
  const email = update.email && (await prepared(deps, call, 'email', update.email))
  const number = phone && phone !== 'remove' ? await prepared(deps, call, 'phone', phone) : undefined
  const ref = { type: 'user', id: target.userId }
  const result = await workOn(deps.log, writing(call), ref, async (user, tx) => {
    const human = requireHuman(user)
    requireRights(call, user, update)
    if (!Object.values(update).some((part) => part !== undefined)) return { user }
    const emailWritten = contactPart(tx, user, human, email)
    const phoneWritten = contactPart(tx, user, human, number)
    const events = [
      ...(await renameEvents(tx, user, human, update.username)),
      ...changeProfile(human, profile),
      ...emailWritten.events,
      ...phoneWritten.events,
      ...(phone === 'remove' && human.phone ? [phoneRemoved()] : []),
      ...metadataEvents(user, update.metadata),
    ]
    // Last, so that a request that fails for another reason counts no guess.
    const checked: CheckOutcome = password
      ? await changePassword(call, tx, user, password)
      : { userEvents: [] }
    const all = checked.refusal ? checked.userEvents : [...events, ...checked.userEvents]
    if (all.length > 0) await tx.append(user, all)
    return checked.refusal ?? { user, emailCode: emailWritten.code, phoneCode: phoneWritten.code }
  })
  return accept<HumanUpdated>(result)
}

/** Changes the given parts of a machine that differ (`UpdateUser`). */
export function updateMachine(
  deps: Deps,
  call: Call,
  target: Target,
  { username, metadata, ...change }: MachineChange & CommonUpdate,
): Promise<Stream> {
  const named = acceptMachine(change)
  return decideOnUser(deps, call, target, async (user, tx) => {
    const machine = machineAt(user, target)
    requireUpdateRight(call, user, metadata)
    return [
      ...(await renameEvents(tx, user, machine, username)),
      ...changeMachine(machine, named),
      ...metadataEvents(user, metadata),
    ]
  })
}

/** Changes what users of both kinds have (`UpdateUser` without a type); the present name is no change. */
export function updateCommon(
  deps: Deps,
  call: Call,
  target: Target,
  { username, metadata }: CommonUpdate,
): Promise<Stream> {
  return decideOnUser(deps, call, target, async (user, tx) => {
    const state = userAt(user, target)
    if (state.kind === 'none') return userNotFound
    requireUpdateRight(call, user, metadata)
    return [...(await renameEvents(tx, user, state, username)), ...metadataEvents(user, metadata)]
  })
}

type CommonUpdate = Pick<HumanUpdate, 'username' | 'metadata'>

function metadataEvents(user: Stream, metadata: HumanUpdate['metadata']): readonly EventBody[] {
  return metadata === undefined ? [] : accept(setMetadata(user.state(metadataFacet), metadata))
}

type Prepared = PreparedContact & { readonly channel: Channel }

async function prepared(deps: Deps, call: Call, channel: Channel, input: ContactInput): Promise<Prepared> {
  return { channel, ...(await prepareContact(deps, call, channel, input)) }
}

/** Requires `user.write` in the user's organization, unless the user is the caller; metadata require it of oneself too. */
function requireUpdateRight(call: Call, user: Stream, metadata: HumanUpdate['metadata']): void {
  const self = metadata === undefined ? user.id : undefined
  requirePermission(call, 'user.write', { orgId: user.owner, self })
}

function requireRights(call: Call, user: Stream, { email, phone, metadata }: HumanUpdate): void {
  requireUpdateRight(call, user, metadata)
  for (const input of [email, phone]) {
    if (input && input !== 'remove') requireContactRight(call, user, input.verification)
  }
}

/** An address that does not change gets no code. */
function contactPart(tx: Transaction, user: Stream, human: Human, contact: Prepared | undefined) {
  if (contact === undefined) return { events: [], code: undefined }
  const { channel, address, proof } = contact
  const events = contactChange(channel, human, contact)
  if (channels[channel].current(human)?.address === address) return { events, code: undefined }
  if (proof.code) tx.seal(user, proof.code.secretId, proof.code.plain)
  return { events, code: proof.returned }
}
