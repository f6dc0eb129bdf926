import { type Call, writing } from '../../../access/call.ts'
import { requirePermission } from '../../../access/permission.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { OrgId, UserId } from '../../../kernel/ids.ts'
import { parseLinkTemplate } from '../../../kernel/linkTemplate.ts'
import { accept, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { newCode } from '../../settings/index.ts'
import { requireInitializedHuman, userMissing, userNotFound } from '../../users/index.ts'
import { resetCodeAdded } from '../events.ts'

/** The way of a reset code to the person, or back to the caller. */
export type ResetMedium =
  | { readonly kind: 'email'; readonly urlTemplate?: string | undefined }
  | { readonly kind: 'sms'; readonly urlTemplate?: string | undefined }
  | { readonly kind: 'return' }

const noPhone = refuse(
  'password.reset_without_phone',
  'failed_precondition',
  'this user has no phone number; send the code by e-mail',
)

const templateFields = ['UserID', 'Code', 'OrgID', 'LoginName', 'DisplayName', 'PreferredLanguage']

/**
 * Makes a code with which a new password may be set (`PasswordReset`); it replaces an older one. Returns the plain code
 * for the medium `return` only, which people may not choose for themselves: a session alone could replace the password.
 * With `withinOrg`, users of other organizations are missing.
 */
export async function resetPassword(
  deps: Deps,
  call: Call,
  id: UserId,
  medium: ResetMedium,
  withinOrg?: OrgId,
): Promise<{ readonly user: Stream; readonly code: string | undefined }> {
  const urlTemplate = medium.kind === 'return' ? undefined : medium.urlTemplate
  if (urlTemplate) accept(parseLinkTemplate(urlTemplate, templateFields))
  const { plain, secretId, expiresAt } = await newCode(deps.database, call, 'password_reset_code')
  const returned = medium.kind === 'return'
  const missing = withinOrg === undefined ? userNotFound : userMissing
  const user = await decideOn(deps.log, writing(call), { type: 'user', id }, (found, tx) => {
    if (withinOrg !== undefined && found.owner !== withinOrg) return missing
    const human = requireInitializedHuman(found, missing)
    requirePermission(call, 'user.write', { orgId: found.owner, self: returned ? undefined : id })
    if (medium.kind === 'sms' && human.phone === null) return noPhone
    tx.seal(found, secretId, plain)
    const payload = {
      secretId,
      expiresAt,
      returned,
      medium: medium.kind === 'sms' ? 'sms' : 'email',
    } as const
    return [resetCodeAdded({ ...payload, ...(urlTemplate && { urlTemplate }) })]
  })
  return { user, code: returned ? plain : undefined }
}
