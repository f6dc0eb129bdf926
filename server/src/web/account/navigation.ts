import type { Navigation } from '../kit/view.ts'
import type { Translate } from '../texts/translate.ts'
import type { Account } from './accountPage.ts'

/** The pages of the account in their order. */
const areas = [
  'overview',
  'profile',
  'email',
  'phone',
  'password',
  'factors',
  'sessions',
  'applications',
  'events',
] as const

/** Returns the navigation of the account's pages. */
export function navigationOf(t: Translate, current: string, at: Account['at']): Navigation {
  return {
    label: t('account.skip_to_pages'),
    items: areas.map((area) => ({
      href: at(area),
      text: t(`account.nav.${area}`),
      current: area === current,
    })),
  }
}
