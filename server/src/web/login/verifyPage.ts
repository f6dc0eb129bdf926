import { loginRoot } from '../../access/hostedLinks.ts'
import type { LoginStep } from '../../features/login-flow/index.ts'
import { codeField } from '../kit/fields.ts'
import { type Fill, type Html, html } from '../kit/html.ts'
import { newPasswordField, type PasswordRules } from '../kit/newPasswordField.ts'
import { actions, form, notice, resendButton, secondaryLink, submit } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import { limited } from '../pages/limited.ts'
import type { PageDefinition } from '../pages/page.ts'
import type { ShownContext } from '../pages/pageContext.ts'
import { accountChip, whyOf } from '../pages/parts.ts'
import { readPasswordRules } from '../pages/passwordRules.ts'
import { enterCode } from './enterCode.ts'
import { mailCode } from './mailCode.ts'
import { addressedTo, isByLink, purposeOf, setsPassword } from './verification.ts'

/**
 * Takes the code of a mail: to prove an address, to accept an invitation, or to finish the initialization of an account. A link only fills
 * the code in, because programs that look through mails follow links, too. Codes are sent again to people of this login only.
 */
export const verifyPage: PageDefinition = {
  path: `${loginRoot}/verify`,
  fits: (step, context) => isByLink(context) || waitsForCode(step),
  show: async (context) => view(context, await readPasswordRules(context, organizationOf(context))),
  acts: { submit: limited('code', enterCode, addressedTo), resend: limited('resend', mailCode, addressedTo) },
}

function waitsForCode(step: LoginStep): boolean {
  if (step.kind === 'set_up_first') return !step.proved
  return step.kind === 'verify_email' || step.kind === 'initialize'
}

/** A link names any user; before its code has proved anything the page shows nothing of them. */
function organizationOf(context: ShownContext): string {
  const { query, facts } = context
  const own = isByLink(context) ? undefined : facts.person?.orgId
  return own ?? query.get('organization') ?? facts.request?.organization ?? ''
}

function view(context: ShownContext, rules: PasswordRules): View {
  const { t, facts, problems, entered, query, captcha, link } = context
  const byLink = isByLink(context)
  const heading = headingOf(context)
  return {
    title: heading,
    heading,
    intro: introOf(context),
    ...(!byLink && { account: accountChip(context), why: whyOf(context) }),
    problems,
    body: html`${query.has('sent') && facts.claim !== 'held' && problems.length === 0 && notice('success', t('common.resent'))}${form(
      html`${codeField({
        name: 'code',
        label: t('common.code'),
        kind: 'letters',
        value: entered.get('code') ?? query.get('code') ?? undefined,
        autofocus: !byLink,
        problems,
      })}${passwordPart(context, rules)}${captcha}${actions(
        submit(submitText(context)),
        byLink && problems.length > 0 && secondaryLink({ href: link('login'), text: t('common.sign_in') }),
      )}`,
    )}${!byLink && otherWays(context)}`,
  }
}

function headingOf(context: ShownContext): string {
  const { t } = context
  switch (purposeOf(context)) {
    case 'email':
      return t('verify.title')
    case 'invite':
      return t('verify.invite.title')
    case 'initialize':
      return t('verify.initialize.title')
  }
}

/** What the person is to do. A typed name shows no address. */
function introOf(context: ShownContext): string {
  const { t, facts, query } = context
  const byLink = isByLink(context)
  switch (purposeOf(context)) {
    case 'email':
      if (byLink) return t('verify.from_link')
      return facts.claim === 'held' && query.has('sent')
        ? t('verify.description', { address: facts.person?.email ?? '' })
        : t('verify.description_unsent')
    case 'invite':
      return byLink ? t('verify.invite.description') : t('verify.invite.needed')
    case 'initialize':
      return t('verify.initialize.description')
  }
}

function submitText(context: ShownContext): string {
  const byInvitation = purposeOf(context) === 'invite' && isByLink(context)
  return byInvitation ? context.t('verify.invite.submit') : context.t('verify.submit')
}

function passwordPart(context: ShownContext, rules: PasswordRules): Fill {
  const { t, problems } = context
  if (!setsPassword(context)) return ''
  return newPasswordField(t, { name: 'password', label: t('common.new_password'), rules, problems })
}

/** Ways on for people without a code: another one, or that they have brought it elsewhere. */
function otherWays(context: ShownContext): Html {
  const { t, facts, link, query } = context
  if (!facts.channels.mail) return notice('warning', t('verify.no_mail'))
  const waitSeconds = query.has('sent') ? 30 : 0
  return html`${form(resendButton(t, { text: t('common.resend'), action: 'resend', waitSeconds }))}${actions(
    secondaryLink({ href: link('login'), text: t('verify.elsewhere') }),
  )}`
}
