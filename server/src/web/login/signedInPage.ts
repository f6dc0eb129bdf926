import { accountRoot, loginRoot } from '../../access/hostedLinks.ts'
import { mainLink } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { PageDefinition } from '../pages/page.ts'
import type { ShownContext } from '../pages/pageContext.ts'
import { accountChip } from '../pages/parts.ts'

/** Says that the person is signed in, where no application waits for them. */
export const signedInPage: PageDefinition = {
  path: `${loginRoot}/signedin`,
  fits: ({ kind }) => kind === 'done',
  show,
}

function show(context: ShownContext): View {
  const { t } = context
  return {
    title: t('signedin.title'),
    heading: t('signedin.title'),
    intro: t('signedin.description'),
    account: accountChip(context),
    body: mainLink({ href: accountRoot, text: t('common.to_account') }),
  }
}
