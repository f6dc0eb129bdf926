import type { FactorName } from '../../access/factorKinds.ts'
import type { IconName } from '../kit/icons.ts'
import { maskEmail, maskPhone } from '../pages/maskAddress.ts'
import type { PageContext } from '../pages/pageContext.ts'

/** The picture of each factor in lists. */
export const factorIcons: Readonly<Record<FactorName, IconName>> = {
  password: 'password',
  passkey: 'passkey',
  idp: 'globe',
  u2f: 'key',
  totp: 'app',
  otp_sms: 'message',
  otp_email: 'mail',
  recovery_code: 'list',
}

/** Returns the person's address of a channel as a page may show it; undefined without one. */
export function addressFor(
  kind: 'otp_sms' | 'otp_email',
  { facts: { person } }: PageContext,
): string | undefined {
  if (person === undefined) return undefined
  if (kind === 'otp_email') return person.email === '' ? undefined : maskEmail(person.email)
  return person.phone === '' ? undefined : maskPhone(person.phone)
}

/** Returns a line about a factor for lists: what to do to use it, or with `set` what it is. */
export function factorHint(
  context: PageContext,
  kind: FactorName,
  purpose: 'use' | 'set',
): string | undefined {
  const { t } = context
  if (kind === 'otp_sms' || kind === 'otp_email') {
    const address = addressFor(kind, context)
    return address === undefined ? t('mfa.set.hint.phone') : t(`mfa.set.hint.${kind}`, { address })
  }
  return t.find(purpose === 'use' ? `mfa.hint.${kind}` : `mfa.set.hint.${kind}`)
}
