import type { FactorName } from '../../access/factorKinds.ts'
import { loginRoot } from '../../access/hostedLinks.ts'
import { type Choice, choiceList, form } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { PageDefinition } from '../pages/page.ts'
import type { ShownContext } from '../pages/pageContext.ts'
import { accountChip, whyOf } from '../pages/parts.ts'
import { pageOfFactor } from '../pages/stepPage.ts'
import { factorHint, factorIcons } from './factorChoice.ts'

/** Lets a person choose among the factors that the step accepts, those for emergencies last. */
export const factorChoicePage: PageDefinition = {
  path: `${loginRoot}/mfa`,
  fits: ({ kind }) => kind === 'second_factor',
  early: true,
  show,
}

function show(context: ShownContext): View {
  const { t, step } = context
  const options = step.kind === 'second_factor' ? step.options : []
  return {
    title: t('mfa.title'),
    heading: t('mfa.title'),
    intro: t('mfa.description'),
    account: accountChip(context),
    why: whyOf(context),
    body: form(choiceList(options.map((kind) => choiceOf(context, kind)))),
  }
}

/** Codes are sent by a button, so that no link and no preview of one sends any. */
function choiceOf(context: ShownContext, kind: FactorName): Choice {
  const { t, link } = context
  const detail = factorHint(context, kind, 'use')
  const common = {
    text: t(`factor.${kind}`),
    icon: factorIcons[kind],
    ...(detail !== undefined && { detail }),
  }
  const page = link(pageOfFactor(kind))
  if (kind === 'otp_sms' || kind === 'otp_email') return { ...common, action: 'send', page }
  return { ...common, href: page }
}
