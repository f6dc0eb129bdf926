import { create } from '@bufbuild/protobuf'
import { CheckPasswordSchema } from '@sallyport/contract/zitadel/session/v2/session_service_pb.js'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { advance } from '../../features/browsers/index.ts'
import { nextStep, readFacts } from '../../features/login-flow/index.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import { mailTemplate } from '../pages/mailTemplate.ts'
import type { Outcome } from '../pages/page.ts'
import type { PageContext } from '../pages/pageContext.ts'
import { finishedView } from '../pages/parts.ts'
import { problemOf } from '../pages/problemOf.ts'
import { proceed } from '../pages/proceed.ts'
import type { RegistrationWay } from './personFields.ts'

/** A person who has just registered. */
export interface Registered {
  readonly userId: string
  readonly way: RegistrationWay
  readonly password: string
}

/** Logs a person in who has registered with a password; others first prove their address by a mail, and then add their passkey. */
export async function beginAfterRegistration(
  context: PageContext,
  { userId, way, password }: Registered,
): Promise<Outcome> {
  if (way === 'passkey') return invite(context, userId)
  const { deps, call, browser } = context
  const checks = { password: create(CheckPasswordSchema, { password }) }
  const advanced = await advance(deps, call, browser, { userId, checks })
  if (isRefusal(advanced)) return { kind: 'again', problems: [problemOf(context, advanced)] }
  return proceed(context, advanced)
}

/**
 * Mails the code. It can be entered here, unless the name may not show that it is known, or it is the verified address of somebody else:
 * then only its link goes on.
 */
async function invite(context: PageContext, userId: string): Promise<Outcome> {
  const { deps, call, login, query, link, facts, t } = context
  const applicationName = facts.application?.name
  const value = { ...mailTemplate(context, 'invite'), ...(applicationName && { applicationName }) }
  const users = deps.inProcess.client(UserService, login)
  await users.createInviteCode({ userId, verification: { case: 'sendCode', value } })
  const { user } = await users.getUserByID({ userId })
  const loginName = user?.preferredLoginName ?? ''
  const account = { by: 'loginName', loginName } as const
  const organization = query.get('organization') ?? undefined
  const next = await readFacts(deps.database, call, { account, request: facts.request, organization })
  if (next.person?.userId === userId && nextStep(next).kind === 'set_up_first') {
    return {
      kind: 'go',
      to: link('verify', { loginName, sessionId: undefined, invite: 'true', sent: 'true' }),
    }
  }
  const address = (user?.type.case === 'human' && user.type.value.email?.email) || ''
  return { kind: 'view', view: finishedView(t('password.reset.sent_title'), t('register.sent', { address })) }
}
