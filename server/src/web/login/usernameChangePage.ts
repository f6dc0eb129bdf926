import { AuthService } from '@sallyport/contract/zitadel/auth_pb.js'
import { loginRoot } from '../../access/hostedLinks.ts'
import { DomainError, refuse } from '../../kernel/refusal.ts'
import { field } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { actions, form, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import { longEntries } from '../pages/entries.ts'
import { limited } from '../pages/limited.ts'
import type { Outcome, PageDefinition } from '../pages/page.ts'
import type { PageContext, ShownContext } from '../pages/pageContext.ts'
import { accountChip, whyOf } from '../pages/parts.ts'
import { problemOf } from '../pages/problemOf.ts'
import { proceed } from '../pages/proceed.ts'
import { actor, progressOf } from './setUp.ts'

const nameMissing = refuse(
  'page.username_missing',
  'invalid_argument',
  'there is no username; enter the one that you want',
)

/** Lets a person choose another username in the place of one that another organization has claimed with its domain. */
export const usernameChangePage: PageDefinition = {
  path: `${loginRoot}/username/change`,
  fits: ({ kind }) => kind === 'change_username',
  show,
  acts: { submit: limited('name', changed) },
}

function show(context: ShownContext): View {
  const { t, problems, captcha, entered } = context
  return {
    title: t('username.change.title'),
    heading: t('username.change.title'),
    intro: t('username.change.description'),
    account: accountChip(context),
    why: whyOf(context),
    problems,
    body: form(
      html`${field({
        name: 'username',
        label: t('username.change.name'),
        autocomplete: 'username',
        autofocus: true,
        value: entered.get('username') ?? undefined,
        problems,
      })}${captcha}${actions(submit(t('username.change.submit')))}`,
    ),
  }
}

async function changed(context: PageContext, entered: URLSearchParams): Promise<Outcome> {
  const userName = (entered.get('username') ?? '').trim()
  const problems = longEntries(context, entered, ['username'])
  if (problems.length > 0) return { kind: 'again', problems }
  try {
    if (userName === '') throw new DomainError(nameMissing)
    await context.deps.inProcess.client(AuthService, actor(context).call).updateMyUserName({ userName })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { kind: 'again', problems: [problemOf(context, error.refusal, { field: 'username' })] }
  }
  return proceed(context, progressOf(context))
}
