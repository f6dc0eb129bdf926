import { type Call, writing } from '../../access/call.ts'
import { requirePermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import { accept, DomainError, refuse } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { keyFacets, readyKeys } from '../passkeys/index.ts'
import { passwordFacet } from '../passwords/index.ts'
import { codeFits, newCode } from '../settings/index.ts'
import { changeUser, inviteFacet, refuseExhausted, requireHuman, userMissing } from '../users/index.ts'
import { checkUrlTemplate } from './contactInput.ts'

const hasCredential = refuse(
  'user.invite_needless',
  'failed_precondition',
  'this person can log in already; an invitation is for people without password and passkey',
)
const nothingToResend = refuse(
  'user.invite_code_missing',
  'failed_precondition',
  'no invite code that was sent is outstanding; create a new one',
)
const wrongCode = refuse(
  'user.invite_code_wrong',
  'invalid_argument',
  'the invite code is wrong, used up or expired; ask for a new one',
)

/** How an invitation reaches the person; what is left out of a link is taken from the last invitation. */
export type Invitation =
  | {
      readonly kind: 'send'
      readonly urlTemplate?: string | undefined
      readonly applicationName?: string | undefined
    }
  | { readonly kind: 'return' }
  | { readonly kind: 'resend' }

/** The person, and the code where the caller asked for it. */
export interface Invited {
  readonly user: Stream
  readonly code: string | undefined
}

/** Invites a person who has no way to log in yet (`CreateInviteCode`, `ResendInviteCode`); a newer code replaces older ones. */
export async function invite(deps: Deps, call: Call, userId: string, how: Invitation): Promise<Invited> {
  if (how.kind === 'send') checkUrlTemplate(how.urlTemplate)
  const code = await newCode(deps.database, call, 'invite_code')
  const returned = how.kind === 'return'
  const user = await changeUser(deps.log, call, userId, (found, tx) => {
    // The code proves the address, so nobody is shown their own.
    const self = returned ? undefined : userId
    requirePermission(call, 'user.write', { orgId: found.owner || undefined, self })
    requireHuman(found, userMissing)
    const usesPasskey = readyKeys(found.state(keyFacets.passkey)).length > 0
    if (found.state(passwordFacet).hash !== null || usesPasskey) throw new DomainError(hasCredential)
    const before = found.state(inviteFacet)
    const sent = before.code !== null && !before.code.returned
    if (how.kind === 'resend' && !sent) throw new DomainError(nothingToResend)
    const urlTemplate = (how.kind === 'send' && how.urlTemplate) || before.urlTemplate
    const applicationName = (how.kind === 'send' && how.applicationName) || before.applicationName
    tx.seal(found, code.secretId, code.plain)
    const payload = {
      secretId: code.secretId,
      expiresAt: code.expiresAt,
      returned,
      ...(urlTemplate && { urlTemplate }),
      ...(applicationName && { applicationName }),
    }
    return [{ type: 'user.human.invite.code.added', payload }]
  })
  return { user, code: returned ? code.plain : undefined }
}

/** Accepts an invitation (`VerifyInviteCode`), for the person and those who may write to them: its address is proved. */
export async function acceptInvitation(
  deps: Deps,
  call: Call,
  userId: string,
  given: string,
): Promise<Stream> {
  const ref = { type: 'user', id: userId }
  const { result } = await deps.log.transact(writing(call), ref, async (tx) => {
    const user = await tx.load(ref)
    requireHuman(user, userMissing)
    // Three wrong guesses void an invitation: strangers must not be able to make them.
    requirePermission(call, 'user.write', { orgId: user.owner, self: user.id })
    const exhausted = refuseExhausted(user, 'invite')
    if (exhausted) return exhausted
    const { code } = user.state(inviteFacet)
    const stored = code ? await tx.secret(user, code.secretId) : undefined
    if (code === null || !codeFits(given, stored, code.expiresAt, tx.now)) {
      await tx.append(user, [{ type: 'user.human.invite.check.failed', payload: {} }])
      return wrongCode
    }
    await tx.append(user, [
      { type: 'user.human.invite.check.succeeded', payload: {} },
      { type: 'user.human.email.verified', payload: {} },
    ])
    return user
  })
  return accept<Stream>(result)
}
