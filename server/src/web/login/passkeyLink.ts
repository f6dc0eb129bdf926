import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import { type PasskeyLink, registerByLink, verifyByLink } from '../../features/passkeys/index.ts'
import { userId } from '../../kernel/ids.ts'
import type { Outcome } from '../pages/page.ts'
import type { PageContext } from '../pages/pageContext.ts'
import { finishedView } from '../pages/parts.ts'

/** Returns the link of a message that lets its reader add a passkey, if the page was opened by one. */
export function passkeyLinkOf({ query }: PageContext): PasskeyLink | undefined {
  const [user, id, code] = ['userId', 'codeId', 'code'].map((name) => query.get(name) ?? '')
  return user && id && code ? { userId: userId(user), code: { id, code } } : undefined
}

/** Begins the registration; opening the link and cancelling leave the code as it is. */
export async function beginByLink({ deps, login }: PageContext, link: PasskeyLink) {
  const { options, tokenId } = await registerByLink(deps, login, link)
  return { options, keyId: tokenId }
}

/** Adds the passkey, which spends the code, and offers to sign in with it. */
export async function finishByLink(
  context: PageContext,
  link: PasskeyLink,
  answer: { readonly name: string; readonly credential: unknown },
): Promise<Outcome> {
  const { t, deps, login } = context
  await verifyByLink(deps, login, link, answer)
  const { user } = await deps.inProcess.client(UserService, login).getUserByID({ userId: link.userId })
  const href = context.link('login', { loginName: user?.preferredLoginName, sessionId: undefined })
  return {
    kind: 'view',
    view: finishedView(t('passkey.set.done'), t('passkey.set.done_next'), [
      { href, text: t('common.sign_in') },
    ]),
  }
}
