import { loginRoot } from '../../access/hostedLinks.ts'
import { field } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { actions, form, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'

/** Asks for the name of the account. It tells nobody whether the name is known: the next page decides. */
export const loginNamePage: PageDefinition = {
  path: `${loginRoot}/loginname`,
  fits: () => true,
  show,
  acts: { submit: named },
}

function show({ t, facts, query, problems, entered }: ShownContext): View {
  const heading = facts.application
    ? t('loginname.title_app', { app: facts.application.name })
    : t('loginname.title')
  return {
    title: t('loginname.title'),
    heading,
    intro: t('loginname.description'),
    body: form(
      html`${field({
        name: 'loginName',
        label: t(labelOf(facts.context)),
        value: entered.get('loginName') ?? query.get('loginName') ?? facts.request?.loginHint,
        autocomplete: 'username webauthn',
        autofocus: true,
        problems,
      })}${actions(submit(t('common.continue')))}`,
    ),
  }
}

/** The label names the ways of naming an account that the policy allows. */
function labelOf({ disableLoginWithEmail, disableLoginWithPhone }: PageContext['facts']['context']) {
  if (disableLoginWithEmail && disableLoginWithPhone) return 'loginname.label.name' as const
  if (disableLoginWithEmail) return 'loginname.label.name_phone' as const
  return disableLoginWithPhone
    ? ('loginname.label.name_email' as const)
    : ('loginname.label.name_email_phone' as const)
}

async function named(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  const loginName = (entered.get('loginName') ?? '').trim()
  if (loginName === '') return { kind: 'go', to: context.link('loginname', { loginName: undefined }) }
  return { kind: 'go', to: context.link('login', { loginName, sessionId: undefined }) }
}
