import { type Call, writing } from '../../access/call.ts'
import { requirePermission } from '../../access/permission.ts'
import type { Stream, Transaction } from '../../eventlog/types.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { accept } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { changePassword, type PasswordChange } from '../passwords/index.ts'
import {
  type CheckOutcome,
  changeProfile,
  type Human,
  type ProfileChange,
  requireHuman,
} from '../users/index.ts'
import { type Channel, channels } from './contactChannels.ts'
import type { Verification } from './contactInput.ts'
import { contactEvents, type PreparedContact, prepareContact, requireContactRight } from './contacts.ts'
import { renameEvents } from './usernames.ts'

interface ContactWish {
  readonly text: string
  readonly verification: Verification
}

/** What `UpdateUser` and `UpdateHumanUser` may change of a person, all at once or nothing. */
export interface HumanUpdate {
  readonly username?: string | undefined
  readonly profile?: ProfileChange | undefined
  readonly email?: ContactWish | undefined
  readonly phone?: ContactWish | 'remove' | undefined
  readonly password?: PasswordChange | undefined
}

/** The person afterwards, and the codes of new addresses where the caller asked for them. */
export interface HumanUpdated {
  readonly user: Stream
  readonly emailCode: string | undefined
  readonly phoneCode: string | undefined
}

/**
 * Changes whatever is given and differs (users notes §3). Nothing given asks for no right. A wrong present password is
 * counted while the request fails and changes nothing else.
 */
export async function updateHuman(
  deps: Deps,
  call: Call,
  userId: string,
  update: HumanUpdate,
): Promise<HumanUpdated> {
  const { phone, password } = update
  const email = update.email && (await prepared(deps, call, 'email', update.email))
  const number = phone && phone !== 'remove' ? await prepared(deps, call, 'phone', phone) : undefined
  const ref = { type: 'user', id: userId }
  const { result } = await deps.log.transact(writing(call), ref, async (tx) => {
    const user = await tx.load(ref)
    const human = requireHuman(user)
    if (!Object.values(update).some((part) => part !== undefined)) return { user }
    requireRights(call, user, update)
    const emailWritten = contactPart(tx, user, human, email)
    const phoneWritten = contactPart(tx, user, human, number)
    const events = [
      ...(await renameEvents(tx, user, human, update.username)),
      ...changeProfile(human, update.profile ?? {}),
      ...emailWritten.events,
      ...phoneWritten.events,
      ...(phone === 'remove' ? removed(human) : []),
    ]
    // Last, so that no guess is evaluated for a request that fails anyway.
    const checked: CheckOutcome = password
      ? await changePassword(call, tx, user, password)
      : { userEvents: [] }
    const all = checked.refusal ? checked.userEvents : [...events, ...checked.userEvents]
    if (all.length > 0) await tx.append(user, all)
    return checked.refusal ?? { user, emailCode: emailWritten.code, phoneCode: phoneWritten.code }
  })
  const { user, emailCode, phoneCode } = accept<Partial<HumanUpdated> & { readonly user: Stream }>(result)
  return { user, emailCode, phoneCode }
}

type Prepared = PreparedContact & { readonly channel: Channel }

async function prepared(deps: Deps, call: Call, channel: Channel, wish: ContactWish): Promise<Prepared> {
  return { channel, ...(await prepareContact(deps, call, channel, wish.text, wish.verification)) }
}

/** The person itself or `user.write`; vouching for an address and seeing its code always need the latter. */
function requireRights(call: Call, user: Stream, { email, phone }: HumanUpdate): void {
  requirePermission(call, 'user.write', { orgId: user.owner, self: user.id })
  for (const wish of [email, phone]) {
    if (wish && wish !== 'remove') requireContactRight(call, user, wish.verification)
  }
}

/** An address that stays gets no code. */
function contactPart(tx: Transaction, user: Stream, human: Human, contact: Prepared | undefined) {
  if (contact === undefined) return { events: [], code: undefined }
  const { channel, address, proof } = contact
  const events = contactEvents(channel, human, contact)
  if (channels[channel].current(human)?.address === address) return { events, code: undefined }
  if (proof.code) tx.seal(user, proof.code.secretId, proof.code.plain)
  return { events, code: proof.returned }
}

function removed({ phone }: Human): readonly EventBody[] {
  return phone === null ? [] : [{ type: 'user.human.phone.removed', payload: {} }]
}
