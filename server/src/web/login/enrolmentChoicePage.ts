import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { FactorName } from '../../access/factorKinds.ts'
import { loginRoot } from '../../access/hostedLinks.ts'
import { html } from '../kit/html.ts'
import { actions, type Choice, choiceList, form, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, whyOf } from '../pages/parts.ts'
import { proceed } from '../pages/proceed.ts'
import { pageOfFactor } from '../pages/stepPage.ts'
import { factorHint, factorIcons } from './factorChoice.ts'
import { actor, progressOf } from './setUp.ts'

/** Lets a person choose the second factor that they set up: because a rule demands one, or as an offer that can be put off. */
export const enrolmentChoicePage: PageDefinition = {
  path: `${loginRoot}/mfa/set`,
  fits: ({ kind }) => kind === 'enrol',
  show,
  acts: { skip },
}

function show(context: ShownContext): View {
  const { t, step } = context
  const { options, skippable } = step.kind === 'enrol' ? step : { options: [], skippable: false }
  return {
    title: t('mfa.set.title'),
    heading: t('mfa.set.title'),
    intro: t(skippable ? 'mfa.set.offer' : 'mfa.set.required'),
    account: accountChip(context),
    why: whyOf(context),
    body: form(
      html`${choiceList(options.map((kind) => choiceOf(context, kind)))}${
        skippable && actions(submit(t('mfa.set.skip'), { action: 'skip', kind: 'quiet' }))
      }`,
    ),
  }
}

/** The key of an authenticator app is made by a button, because it is shown once. */
function choiceOf(context: ShownContext, kind: FactorName): Choice {
  const { t, link } = context
  const detail = factorHint(context, kind, 'set')
  const common = {
    text: t(`factor.${kind}`),
    icon: factorIcons[kind],
    ...(detail !== undefined && { detail }),
  }
  const page = link(`${pageOfFactor(kind)}/set`)
  return kind === 'totp' ? { ...common, action: 'begin', page } : { ...common, href: page }
}

async function skip(context: PageContext): Promise<Outcome> {
  const { step, deps } = context
  if (step.kind !== 'enrol' || !step.skippable) return { kind: 'again', problems: [] }
  const { call, userId } = actor(context)
  await deps.inProcess.client(UserService, call).humanMFAInitSkipped({ userId })
  return proceed(context, progressOf(context))
}
