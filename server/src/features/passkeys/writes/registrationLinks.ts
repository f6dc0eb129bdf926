import { type Call, writing } from '../../../access/call.ts'
import { hostedLink } from '../../../access/hostedLinks.ts'
import { decideOn, workOn } from '../../../eventlog/decideOn.ts'
import type { Stream, Transaction } from '../../../eventlog/types.ts'
import type { EventBody } from '../../../kernel/facet.ts'
import { newId, type UserId } from '../../../kernel/ids.ts'
import { parseLinkTemplate } from '../../../kernel/linkTemplate.ts'
import { accept } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { newCode } from '../../settings/index.ts'
import { requireHuman } from '../../users/index.ts'
import { addCode, requestCode } from '../commands/registrationCode.ts'

/** Fields of the link in a mailed code (user.v2 `SendPasskeyRegistrationLink`). */
const linkFields = ['Code', 'CodeID', 'UserID', 'OrgID']

/** Throws unless the caller may make a code for this person. */
export type RightToIssue = (call: Call, user: Stream) => void

/** The person acts on itself. */
export const forSelf: RightToIssue = (_call, user) => {
  requireHuman(user)
}

/** A code that works at once, its link for the hosted login, and how long it works. */
export interface RegistrationLink {
  readonly user: Stream
  readonly id: string
  readonly code: string
  readonly link: string
  readonly lifetimeSeconds: number
}

/** Makes a code for the caller to pass on. */
export function addRegistrationLink(
  deps: Deps,
  call: Call,
  userId: UserId,
  right: RightToIssue,
): Promise<RegistrationLink> {
  return workOn(deps.log, writing(call), { type: 'user', id: userId }, async (user, tx) => {
    right(call, user)
    const { events, ...link } = await newRegistrationLink(tx, call, user.id, user.owner)
    await tx.append(user, events)
    return { user, ...link }
  })
}

/** Makes a code inside a unit of work that also appends `events`; the user may be about to be created in it. */
export async function newRegistrationLink(
  tx: Transaction,
  call: Call,
  userId: string,
  orgId: string,
): Promise<Omit<RegistrationLink, 'user'> & { readonly events: readonly EventBody[] }> {
  const { secretId, plain, expiresAt } = await newCode(tx, call, 'passwordless_init_code')
  const id = newId()
  tx.seal({ instanceId: tx.instanceId, type: 'user', id: userId }, secretId, plain)
  return {
    id,
    code: plain,
    link: hostedLink('add_passkey_of_contract', call.origin.url, {
      Code: plain,
      UserID: userId,
      OrgID: orgId,
      CodeID: id,
    }),
    lifetimeSeconds: Math.round((new Date(expiresAt).getTime() - call.now.getTime()) / 1000),
    events: addCode({ codeId: id, secretId, expiresAt }),
  }
}

/** Sends a code to the person by e-mail; a broken template is refused as invalid_argument. */
export function sendRegistrationLink(
  deps: Deps,
  call: Call,
  userId: UserId,
  right: RightToIssue,
  urlTemplate?: string,
): Promise<Stream> {
  return decideOn(deps.log, writing(call), { type: 'user', id: userId }, async (user, tx) => {
    right(call, user)
    if (urlTemplate !== undefined) accept(parseLinkTemplate(urlTemplate, linkFields))
    const { secretId, plain, expiresAt } = await newCode(tx, call, 'passwordless_init_code')
    tx.seal(user, secretId, plain)
    return requestCode({ codeId: newId(), secretId, expiresAt }, urlTemplate)
  })
}
