import type { UserAgent } from '../../features/sessions/index.ts'
import type { Translate } from '../texts/translate.ts'

/** Returns the name of a device as its session describes it. */
export function deviceName(t: Translate, userAgent: UserAgent | null): string {
  return userAgent?.description || t('account.sessions.unknown_device')
}
