import { loginRoot } from '../../access/hostedLinks.ts'
import { actions, mainLink, notice } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { PageDefinition } from '../pages/page.ts'
import type { ShownContext } from '../pages/pageContext.ts'
import { accountChip, whyOf } from '../pages/parts.ts'
import { problemOf } from '../pages/problemOf.ts'

/** Names the demand of the application, its project or the policy that this account cannot meet. Another account may. */
export const refusedPage: PageDefinition = {
  path: `${loginRoot}/refused`,
  fits: ({ kind }) => kind === 'refused',
  show,
}

function show(context: ShownContext): View {
  const { t, step, link } = context
  const heading = t('refused.title')
  const text = step.kind === 'refused' ? problemOf(context, step.refusal).text : ''
  const other = link('accounts', { sessionId: undefined, loginName: undefined })
  return {
    title: heading,
    heading,
    account: accountChip(context),
    why: whyOf(context),
    whyQuestion: t('kit.why_not'),
    status: 403,
    body: actions(notice('warning', text), mainLink({ href: other, text: t('accounts.other') })),
  }
}
