import type { FactorName } from '../../access/factorKinds.ts'
import { type FlowFacts, type FlowPolicy, isHidden, type LoginStep } from '../../features/login-flow/index.ts'
import { type Html, html, nothing } from '../kit/html.ts'
import type { Look } from '../kit/look.ts'
import { actions, form, submit } from '../kit/parts.ts'
import type { AccountChip, View } from '../kit/view.ts'
import type { Translate } from '../texts/translate.ts'
import { whyText } from '../texts/whyText.ts'
import type { PageContext } from './pageContext.ts'

/** Whether a step can be taken by a check of this factor. */
export function offers(step: LoginStep, factor: FactorName): boolean {
  const isCheck = step.kind === 'first_factor' || step.kind === 'second_factor'
  return isCheck && step.options.some((option) => option === factor)
}

/** Whether the step is a second factor that can be proved in several ways, which the page `mfa` lists. */
export function isOneOfSeveral(step: LoginStep): boolean {
  return step.kind === 'second_factor' && step.options.length > 1
}

/** Returns the reasons of the step for "Why am I asked?". */
export function whyOf({ step, t }: PageContext): readonly string[] {
  return step.because.map((because) => whyText(t, because))
}

/**
 * Returns the account of the page. A name that was only typed is shown as it was typed: its spelling, the display name and whether it is
 * known are nobody's business before something was proved.
 */
export function accountChip({ facts, query, look, link }: PageContext): AccountChip {
  const change = link('accounts', { sessionId: undefined, loginName: undefined })
  const { person, claim } = facts
  if (claim !== 'held' || person === undefined) return { loginName: query.get('loginName') ?? '', change }
  return { loginName: shownName(look, person.loginName), displayName: person.displayName, change }
}

/** Returns a login name as the branding wants it shown: with the suffix of its organization, or without. */
export function shownName(
  { hidesLoginNameSuffix }: Pick<Look, 'hidesLoginNameSuffix'>,
  loginName: string,
): string {
  const at = loginName.lastIndexOf('@')
  return hidesLoginNameSuffix && at > 0 ? loginName.slice(0, at) : loginName
}

/** Returns the policy by which a page may show itself: that of a person whom nothing may show to be known is not one. */
export function shownPolicy(facts: FlowFacts): FlowPolicy {
  return isHidden(facts) ? facts.context : facts.policy
}

/** Returns a page that says that something is finished; nothing is left to do on it. */
export function finishedView(heading: string, text: string, links: View['links'] = []): View {
  return { title: heading, heading, intro: text, body: nothing, links }
}

/** Returns what the scopes of a request let an application do, in words; scopes of the contract that mean nothing to people are left out. */
export function scopeTexts(t: Translate, scopes: readonly string[]): readonly string[] {
  const texts = scopes.flatMap((scope) => t.find(`scope.${scopeNames[scope] ?? scope}`) ?? [])
  return [...new Set(texts)]
}

/** Returns the list of what an application wants to do, and buttons that allow or deny it; `warning` stands between them. */
export function consentBody(t: Translate, wanted: readonly string[], warning: Html): Html {
  return html`${wanted.length > 0 && html`<p>${t('device.consent.scopes')}</p><ul class="plain">${wanted.map((text) => html`<li>${text}</li>`)}</ul>`}
${warning}
${form(actions(submit(t('device.consent.allow'), { action: 'allow' }), submit(t('device.consent.deny'), { action: 'deny', kind: 'secondary' })))}`
}

const scopeNames: Readonly<Record<string, string>> = {
  'urn:zitadel:iam:org:projects:roles': 'roles',
  'urn:zitadel:iam:user:metadata': 'metadata',
}
