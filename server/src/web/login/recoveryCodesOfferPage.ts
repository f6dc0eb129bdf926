import { isAllowedKind } from '../../access/assurance.ts'
import { loginRoot } from '../../access/hostedLinks.ts'
import { replaceCodes } from '../../features/recovery-codes/index.ts'
import { codeSheet } from '../kit/codeSheet.ts'
import { checkbox } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { actions, form, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { Leaving, Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip } from '../pages/parts.ts'
import { proceed } from '../pages/proceed.ts'
import { actor, ifStale, progressOf } from './setUp.ts'

/** Offers recovery codes to people who have just set up their first second factor. They are shown once, after the button. */
export const recoveryCodesOfferPage: PageDefinition = {
  path: `${loginRoot}/otp/recovery/set`,
  fits: ({ kind }, { person, facts }) =>
    kind === 'done' && person !== undefined && isAllowedKind(facts.policy, 'recovery_code'),
  show,
  acts: { create, stored: goOn, skip: goOn },
}

function show(context: ShownContext): View | Leaving {
  const { t, facts, problems } = context
  if (facts.person?.factors.includes('recovery_code')) {
    return { kind: 'go', to: context.link('login', { set_up: undefined }) }
  }
  return {
    title: t('otp.recovery.set.title'),
    heading: t('otp.recovery.set.title'),
    intro: t('otp.recovery.set.description'),
    account: accountChip(context),
    problems,
    body: form(
      actions(
        submit(t('otp.recovery.set.create'), { action: 'create' }),
        submit(t('common.skip'), { action: 'skip', kind: 'quiet' }),
      ),
    ),
  }
}

async function create(context: PageContext): Promise<Outcome> {
  const { t, deps, facts } = context
  const { call, userId } = actor(context)
  if (facts.person?.factors.includes('recovery_code')) return goOn(context)
  const stale = await ifStale(withoutOffer(context), { page: 'recovery-codes' })
  if (stale) return stale
  const { codes } = await replaceCodes(deps, call, userId, '')
  return {
    kind: 'view',
    view: {
      title: t('otp.recovery.set.keep_title'),
      heading: t('otp.recovery.set.keep_title'),
      intro: t('otp.recovery.set.keep'),
      account: accountChip(context),
      holdsSecret: true,
      body: html`${codeSheet(t, { codes, fileName: 'recovery-codes.txt' })}${form(
        html`${checkbox({ name: 'stored', label: t('otp.recovery.set.stored'), required: true })}${actions(submit(t('common.continue'), { action: 'stored' }))}`,
      )}`,
    },
  }
}

function goOn(context: PageContext): Promise<Outcome> {
  return proceed(withoutOffer(context), progressOf(context))
}

function withoutOffer(context: PageContext): PageContext {
  const query = new URLSearchParams(context.query)
  query.delete('set_up')
  return { ...context, query }
}
