import { ManagementService } from '@sallyport/contract/zitadel/management_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { loginCall } from '../../access/pagePrincipals.ts'
import { orgId as brandedOrg } from '../../kernel/ids.ts'
import { mailTemplate } from '../pages/mailTemplate.ts'
import type { Outcome } from '../pages/page.ts'
import type { PageContext } from '../pages/pageContext.ts'
import { isByLink, purposeOf } from './verification.ts'

/**
 * Mails a new code to the person of the login. A link sends none: it may name any user, and people who have a working login get their
 * code there.
 */
export async function mailCode(context: PageContext): Promise<Outcome> {
  const { deps, call, facts, login, link } = context
  const { person } = facts
  if (person === undefined || isByLink(context)) return { kind: 'go', to: link('login') }
  const { userId, orgId } = person
  switch (purposeOf(context)) {
    case 'initialize': {
      const management = deps.inProcess.client(ManagementService, loginCall(call, brandedOrg(orgId)))
      await management.resendHumanInitialization({ userId })
      break
    }
    case 'invite': {
      const value = mailTemplate(context, 'invite')
      const users = deps.inProcess.client(UserService, login)
      await users.createInviteCode({ userId, verification: { case: 'sendCode', value } })
      break
    }
    case 'email': {
      const value = mailTemplate(context, 'verify_email')
      const users = deps.inProcess.client(UserService, context.person ?? login)
      await users.sendEmailCode({ userId, verification: { case: 'sendCode', value } })
    }
  }
  return { kind: 'go', to: link('verify', { sent: 'true' }) }
}
