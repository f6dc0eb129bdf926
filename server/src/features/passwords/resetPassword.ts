import type { Call } from '../../access/call.ts'
import { requirePermission } from '../../access/permission.ts'
import type { Stream } from '../../eventlog/types.ts'
import { parseLinkTemplate } from '../../kernel/linkTemplate.ts'
import { accept, DomainError, type Refusal, refuse } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { newCode } from '../settings/index.ts'
import { changeUser, requireInitializedHuman, userNotFound } from '../users/index.ts'

/** How the code of a reset reaches the person, or its requester. */
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

/** Where the user is looked for, and with what an unknown one is answered. */
interface Lookup {
  /** Users of other organizations look missing. */
  readonly withinOrg?: string
  readonly missing?: Refusal
}

/**
 * Makes a code with which a new password may be set (`PasswordReset`); a newer one replaces it. `code` is its plain text
 * when the caller asked to get it: nobody does for themselves, or a session alone could replace the password.
 */
export async function resetPassword(
  deps: Deps,
  call: Call,
  userId: string,
  medium: ResetMedium,
  { withinOrg, missing = userNotFound }: Lookup = {},
): Promise<{ readonly user: Stream; readonly code: string | undefined }> {
  const urlTemplate = medium.kind === 'return' ? undefined : medium.urlTemplate
  if (urlTemplate) accept(parseLinkTemplate(urlTemplate, templateFields))
  const code = await newCode(deps.database, call, 'password_reset_code')
  const user = await changeUser(deps.log, call, userId, (found, tx) => {
    if (withinOrg !== undefined && found.owner !== withinOrg) throw new DomainError(missing)
    const human = requireInitializedHuman(found, missing)
    const self = medium.kind === 'return' ? undefined : userId
    requirePermission(call, 'user.write', { orgId: found.owner, self })
    if (medium.kind === 'sms' && human.phone === null) throw new DomainError(noPhone)
    tx.seal(found, code.secretId, code.plain)
    const payload = {
      secretId: code.secretId,
      expiresAt: code.expiresAt,
      returned: medium.kind === 'return',
      medium: medium.kind === 'sms' ? 'sms' : 'email',
      ...(urlTemplate && { urlTemplate }),
    }
    return [{ type: 'user.human.password.code.added', payload }]
  })
  return { user, code: medium.kind === 'return' ? code.plain : undefined }
}
