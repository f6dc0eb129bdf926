import type { DescMethodUnary } from '@bufbuild/protobuf'
import { UserService } from '@sallyport/contract/zitadel/user/v2/user_service_pb.js'
import type { Impact } from '../../access/dryRun.ts'
import { type OwnCredential, ownCredentials } from '../../features/audit/index.ts'
import { type RemovalEffects, removalEffects } from '../../features/login-flow/index.ts'
import { html } from '../kit/html.ts'
import { actions, form, notice, secondaryLink, section, submit } from '../kit/parts.ts'
import type { Leaving, Outcome } from '../pages/page.ts'
import { type AccountContext, type AccountFormContext, type AccountView, accountPage } from './accountPage.ts'
import { credentialName, credentialNames } from './namedCredential.ts'

/**
 * Shows what the removal of a factor would do, measured by a dry run, and removes it by the button. The last way to log in stays: nobody
 * locks themselves out.
 */
export const factorRemovePage = accountPage({
  name: 'factors-remove',
  within: 'factors',
  fresh: true,
  show,
  acts: { submit: remove },
})

async function show(context: AccountContext): Promise<AccountView | Leaving> {
  const { t, account } = context
  const found = await readRemoval(context)
  if (found === undefined) return { kind: 'go', to: account.at('factors') }
  const { credential, effects, impact } = found
  const name = credentialName(t, credential)
  const heading = t('account.factors.remove.title', { name })
  const keep = secondaryLink({ href: account.at('factors'), text: t('account.factors.remove.keep') })
  return {
    title: heading,
    heading,
    body: effects.canLogIn
      ? html`${section({
          heading: t('account.factors.remove.effects'),
          body: html`<ul class="plain">${effectTexts(context, effects, impact).map((text) => html`<li>${text}</li>`)}</ul>${form(
            actions(submit(t('account.factors.remove.submit'), { kind: 'danger' }), keep),
          )}`,
        })}`
      : html`${notice('warning', t('account.factors.remove.only_way'))}${actions(keep)}`,
  }
}

function effectTexts({ t }: AccountContext, effects: RemovalEffects, impact: Impact): readonly string[] {
  const lowered = impact['sessionsLowered'] ?? 0
  const texts = [
    effects.endsLogin && t('account.factors.remove.this_signed_out'),
    lowered > 0 && t('account.factors.remove.sessions', { count: lowered }),
    effects.mustEnrol && t('account.factors.remove.must_enrol'),
    effects.losesLast && !effects.mustEnrol && t('account.factors.remove.no_second'),
    effects.losesRecoveryCodes && t('account.factors.remove.recovery_codes'),
  ].filter((text) => text !== false)
  return texts.length === 0 ? [t('account.factors.remove.nothing_else')] : texts
}

/** The removals of the contract: the method, and the factor's id in its request. */
const removals = {
  totp: { method: UserService.method.removeTOTP },
  otp_sms: { method: UserService.method.removeOTPSMS },
  otp_email: { method: UserService.method.removeOTPEmail },
  u2f: { method: UserService.method.removeU2F, id: 'u2fId' },
  passkey: { method: UserService.method.removePasskey, id: 'passkeyId' },
} as const satisfies Readonly<Record<string, { method: DescMethodUnary; id?: string }>>

interface Removal {
  readonly credential: OwnCredential
  readonly method: DescMethodUnary
  readonly request: Readonly<Record<string, string>>
}

async function findRemoval({ deps, query, account }: AccountFormContext) {
  const credentials = await ownCredentials(deps, account.me)
  const credential = credentialNames.find(credentials, query.get('about'))
  if (credential === undefined || !(credential.kind in removals)) return undefined
  const removal: { method: DescMethodUnary; id?: string } = removals[credential.kind as keyof typeof removals]
  const request = { userId: account.userId, ...(removal.id && { [removal.id]: credential.id }) }
  return { credentials, removal: { credential, method: removal.method, request } satisfies Removal }
}

async function readRemoval(context: AccountFormContext) {
  const found = await findRemoval(context)
  if (found === undefined) return undefined
  const { credentials, removal } = found
  const { credential, method, request } = removal
  const isLastOfKind = credentials.filter(({ kind }) => kind === credential.kind).length === 1
  return {
    ...removal,
    effects: removalEffects(context.facts, credential.kind, isLastOfKind),
    impact: await context.deps.inProcess.dryRun(method, context.account.me, request),
  }
}

async function remove(context: AccountFormContext): Promise<Outcome> {
  const { deps, account } = context
  const found = await readRemoval(context)
  if (found === undefined) return { kind: 'go', to: account.at('factors') }
  if (!found.effects.canLogIn) return { kind: 'again', problems: [] }
  await deps.inProcess.send(found.method, account.me, found.request)
  return { kind: 'go', to: account.at('factors', { done: 'removed' }) }
}
