import type { Call } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import type { Stream } from '../../../eventlog/types.ts'
import { refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { newCode } from '../../settings/index.ts'
import {
  emailVerified,
  inviteCodeAdded,
  inviteFacet,
  inviteFailed,
  inviteSucceeded,
  requireHuman,
  requireWriteRightFirst,
  userMissing,
} from '../../users/index.ts'
import { checkUrlTemplate } from '../contactProof.ts'
import { decideOnUser, type Target } from '../target.ts'
import type { ContactWritten } from './changeContact.ts'
import { checkCode } from './checkCode.ts'
import { hasCredential, refuseUnusable } from './refuseUnusable.ts'

const needless = refuse(
  'user.invite_needless',
  'failed_precondition',
  'the person already has a password or a passkey; they need no invitation',
)
const nothingToResend = refuse(
  'user.invite_code_missing',
  'failed_precondition',
  'no sent invite code is outstanding; create a new one',
)
const wrongCode = refuse(
  'user.invite_code_wrong',
  'invalid_argument',
  'the invite code is wrong, used or expired; request a new one',
)

/** How an invitation reaches the person; a link takes missing parts from the last invitation. */
export type Invitation =
  | {
      readonly kind: 'send'
      readonly urlTemplate?: string | undefined
      readonly applicationName?: string | undefined
    }
  | { readonly kind: 'return' }
  | { readonly kind: 'resend' }

/** Invites a person who cannot log in yet (`CreateInviteCode`, `ResendInviteCode`); a new code replaces older ones. */
export async function inviteUser(
  deps: Deps,
  call: Call,
  target: Target,
  invitation: Invitation,
): Promise<ContactWritten> {
  const { urlTemplate, applicationName } = { ...(invitation.kind === 'send' && invitation) }
  checkUrlTemplate(urlTemplate)
  const { plain, ...code } = await newCode(deps.database, call, 'invite_code')
  const returned = invitation.kind === 'return'
  const user = await decideOnUser(deps, call, target, (found, tx) => {
    // The code proves the address, so nobody may see their own.
    requireWriteRightFirst(call, found, { self: !returned })
    requireHuman(found, userMissing)
    if (hasCredential(found)) return needless
    const before = found.state(inviteFacet)
    const sent = before.code !== null && !before.code.returned
    if (invitation.kind === 'resend' && !sent) return nothingToResend
    tx.seal(found, code.secretId, plain)
    const link = {
      ...before,
      ...(urlTemplate && { urlTemplate }),
      ...(applicationName && { applicationName }),
    }
    return [
      inviteCodeAdded({
        ...code,
        returned,
        ...(link.urlTemplate && { urlTemplate: link.urlTemplate }),
        ...(link.applicationName && { applicationName: link.applicationName }),
      }),
    ]
  })
  return { user, code: returned ? plain : undefined }
}

/** Accepts an invitation (`VerifyInviteCode`), which proves the e-mail address. Locked and deactivated people keep the code. */
export function acceptInvitation(deps: Deps, call: Call, target: Target, given: string): Promise<Stream> {
  return decideOnUser(deps, call, target, (user, tx) => {
    requireHuman(user, userMissing)
    // Three wrong guesses void an invitation, so strangers must not be able to make them.
    requirePermission(call, 'user.write', { orgId: user.owner, self: user.id })
    return checkCode(tx, user, given, {
      use: 'invite',
      code: user.state(inviteFacet).code,
      failed: inviteFailed(),
      wrong: wrongCode,
      fits: async () => (await refuseUnusable(user, tx)) ?? [inviteSucceeded(), emailVerified()],
    })
  })
}
