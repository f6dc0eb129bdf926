import { accountRoot, loginRoot } from '../../access/hostedLinks.ts'
import { actions, secondaryLink } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { PageDefinition } from '../pages/page.ts'
import type { ShownContext } from '../pages/pageContext.ts'

/** Says that an address was proved. A login that waits for it in another browser goes on there, or begins here. */
export const verifiedPage: PageDefinition = { path: `${loginRoot}/verify/success`, show }

function show({ t, query, step, facts, link }: ShownContext): View {
  const isSignedIn = step.kind === 'done' && facts.claim === 'held'
  const waits = query.has('requestId')
  return {
    title: t('verify.success.title'),
    heading: t('verify.success.title'),
    intro: waits ? t('verify.success.waiting') : t('verify.success.description'),
    body: actions(
      isSignedIn
        ? secondaryLink({ href: accountRoot, text: t('common.to_account') })
        : secondaryLink({
            href: link('login'),
            text: waits ? t('verify.success.here') : t('common.sign_in'),
          }),
    ),
  }
}
