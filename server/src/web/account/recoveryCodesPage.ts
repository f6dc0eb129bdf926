import { isAllowedKind } from '../../access/assurance.ts'
import { recoveryCodesOf, removeCodes, replaceCodes } from '../../features/recovery-codes/index.ts'
import { codeSheet } from '../kit/codeSheet.ts'
import { hidden } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { actions, form, secondaryLink, section, submit } from '../kit/parts.ts'
import type { Outcome } from '../pages/page.ts'
import { type AccountContext, type AccountFormContext, type AccountView, accountPage } from './accountPage.ts'

/** How many recovery codes are left, and the buttons that make a new set and remove it. New codes are shown once. */
export const recoveryCodesPage = accountPage({
  name: 'recovery-codes',
  within: 'factors',
  fresh: true,
  show,
  acts: { submit: replace, remove },
})

async function show({ t, deps, account, facts }: AccountContext): Promise<AccountView> {
  const codes = await recoveryCodesOf(deps, account.me, account.userId)
  const heading = t('account.recovery.title')
  const has = codes.kind === 'ready'
  return {
    title: heading,
    heading,
    intro: t('account.recovery.description'),
    body: section({
      heading: has ? t('account.recovery.left', { count: codes.left }) : t('account.recovery.none'),
      ...(has && { intro: t('account.recovery.replace_hint') }),
      body: form(
        html`${hidden('present', has ? codes.createdAt : '')}${actions(
          isAllowedKind(facts.policy, 'recovery_code') &&
            submit(t(has ? 'account.recovery.replace' : 'account.recovery.create')),
          has && submit(t('account.recovery.remove'), { action: 'remove', kind: 'danger' }),
          secondaryLink({ href: account.at('factors'), text: t('common.cancel') }),
        )}`,
      ),
    }),
  }
}

/** Makes a new set in the place of the one that the form has shown. */
async function replace(
  { t, deps, account, facts }: AccountFormContext,
  entered: URLSearchParams,
): Promise<Outcome> {
  if (!isAllowedKind(facts.policy, 'recovery_code')) return { kind: 'go', to: account.at('factors') }
  const { codes } = await replaceCodes(deps, account.me, account.userId, entered.get('present') ?? '')
  const heading = t('account.recovery.title')
  return {
    kind: 'view',
    view: {
      title: heading,
      heading,
      holdsSecret: true,
      body: section({
        heading: t('account.recovery.shown_once'),
        intro: t('account.recovery.print_hint'),
        body: html`${codeSheet(t, { codes, fileName: 'recovery-codes.txt' })}${actions(
          html`<a class="button primary" href="${account.at('factors')}">${t('account.recovery.saved')}</a>`,
        )}`,
      }),
    },
  }
}

async function remove({ deps, account }: AccountFormContext): Promise<Outcome> {
  await removeCodes(deps, account.me, account.userId)
  return { kind: 'go', to: account.at('factors', { done: 'codes' }) }
}
