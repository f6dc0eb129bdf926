import { loginRoot } from '../../access/hostedLinks.ts'
import type { FirstFactor } from '../../features/login-flow/index.ts'
import { type Choice, choiceList } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { Leaving, PageDefinition } from '../pages/page.ts'
import type { ShownContext } from '../pages/pageContext.ts'
import { accountChip, whyOf } from '../pages/parts.ts'
import { factorIcons } from './factorChoice.ts'

/** Lets an invited person choose the first way to log in, after a code from a mail has shown who they are. */
export const firstCredentialPage: PageDefinition = {
  path: `${loginRoot}/authenticator/set`,
  fits: (step) => step.kind === 'set_up_first' && step.proved,
  show,
}

function show(context: ShownContext): View | Leaving {
  const { t, step, link } = context
  const options = step.kind === 'set_up_first' ? step.options : []
  const [only, ...more] = options
  if (only !== undefined && more.length === 0) return { kind: 'go', to: link(`${only}/set`) }
  return {
    title: t('authenticator.set.title'),
    heading: t('authenticator.set.title'),
    intro: t('authenticator.set.description'),
    account: accountChip(context),
    why: whyOf(context),
    body: choiceList(options.map((kind) => choiceOf(context, kind))),
  }
}

function choiceOf({ t, link }: ShownContext, kind: FirstFactor): Choice {
  const common = { text: t(`authenticator.set.${kind}`), icon: factorIcons[kind], href: link(`${kind}/set`) }
  return kind === 'passkey' ? { ...common, detail: t('authenticator.set.passkey_hint') } : common
}
