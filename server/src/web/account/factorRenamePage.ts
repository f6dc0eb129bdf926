import { type OwnCredential, ownCredentials } from '../../features/audit/index.ts'
import { renameOwnKey } from '../../features/passkeys/index.ts'
import { field } from '../kit/fields.ts'
import { html } from '../kit/html.ts'
import { actions, form, secondaryLink, section, submit } from '../kit/parts.ts'
import { longEntries } from '../pages/entries.ts'
import type { Leaving, Outcome } from '../pages/page.ts'
import { type AccountContext, type AccountFormContext, type AccountView, accountPage } from './accountPage.ts'
import { credentialName, credentialNames } from './namedCredential.ts'

/** Gives a passkey or security key another name. It changes what the person reads, not how they log in, so old proofs do. */
export const factorRenamePage = accountPage({
  name: 'factors-rename',
  within: 'factors',
  show,
  acts: { submit: rename },
  fields: { submit: 'name' },
})

type Key = OwnCredential & { readonly kind: 'passkey' | 'u2f' }

/** Whether a factor has a name of the person's own. */
export function isNamed(credential: OwnCredential): credential is Key {
  return credential.kind === 'passkey' || credential.kind === 'u2f'
}

async function findKey({ deps, query, account }: AccountFormContext): Promise<Key | undefined> {
  const found = credentialNames.find(await ownCredentials(deps, account.me), query.get('about'))
  return found && isNamed(found) ? found : undefined
}

async function show(context: AccountContext): Promise<AccountView | Leaving> {
  const { t, account, entered, problems } = context
  const key = await findKey(context)
  if (key === undefined) return { kind: 'go', to: account.at('factors') }
  const heading = t('account.factors.rename')
  return {
    title: heading,
    heading,
    body: section({
      heading: credentialName(t, key),
      body: form(
        html`${field({
          name: 'name',
          label: key.kind === 'passkey' ? t('passkey.set.name') : t('u2f.set.name'),
          value: entered.get('name') ?? key.name,
          autocomplete: 'off',
          maxlength: 200,
          autofocus: true,
          problems,
        })}${actions(
          submit(t('common.save')),
          secondaryLink({ href: account.at('factors'), text: t('common.cancel') }),
        )}`,
      ),
    }),
  }
}

async function rename(context: AccountFormContext, form: URLSearchParams): Promise<Outcome> {
  const { deps, account } = context
  const problems = longEntries(context, form, ['name'])
  if (problems.length > 0) return { kind: 'again', problems }
  const key = await findKey(context)
  if (key === undefined) return { kind: 'go', to: account.at('factors') }
  const name = form.get('name') ?? ''
  await renameOwnKey(deps, account.me, { kind: key.kind, tokenId: key.id, name })
  return { kind: 'go', to: account.at('factors', { done: 'renamed' }) }
}
