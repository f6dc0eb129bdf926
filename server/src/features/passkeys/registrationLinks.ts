import type { Call } from '../../access/call.ts'
import type { Stream, Transaction } from '../../eventlog/types.ts'
import type { EventBody } from '../../kernel/facet.ts'
import { newId } from '../../kernel/ids.ts'
import { parseLinkTemplate } from '../../kernel/linkTemplate.ts'
import { accept } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { newCode } from '../settings/index.ts'
import { changeUser, requireHuman } from '../users/index.ts'
import { addCode, requestCode } from './commands/registrationCode.ts'

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

/** Makes a code that the caller passes on. */
export async function addRegistrationLink(
  deps: Deps,
  call: Call,
  userId: string,
  right: RightToIssue,
): Promise<RegistrationLink> {
  let made: Omit<RegistrationLink, 'user'> | undefined
  const user = await changeUser(deps.log, call, userId, async (loaded, tx) => {
    right(call, loaded)
    const { events, ...link } = await newRegistrationLink(tx, call, loaded.id, loaded.owner)
    made = link
    return events
  })
  if (made === undefined) throw new Error('a unit of work ended without deciding')
  return { user, ...made }
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
  const parameters = new URLSearchParams({ userID: userId, orgID: orgId, codeID: id, code: plain })
  return {
    id,
    code: plain,
    link: `${call.origin.url}/ui/login/login/passwordless/init?${parameters}`,
    lifetimeSeconds: Math.round((new Date(expiresAt).getTime() - call.now.getTime()) / 1000),
    events: addCode({ codeId: id, secretId, expiresAt }),
  }
}

/** Has a code mailed to the person; a broken template is refused as invalid_argument. */
export function sendRegistrationLink(
  deps: Deps,
  call: Call,
  userId: string,
  right: RightToIssue,
  urlTemplate?: string,
): Promise<Stream> {
  return changeUser(deps.log, call, userId, async (user, tx) => {
    right(call, user)
    if (urlTemplate !== undefined) accept(parseLinkTemplate(urlTemplate, linkFields))
    const { secretId, plain, expiresAt } = await newCode(tx, call, 'passwordless_init_code')
    tx.seal(user, secretId, plain)
    return requestCode({ codeId: newId(), secretId, expiresAt }, urlTemplate)
  })
}
