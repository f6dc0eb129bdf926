import { loginRoot } from '../../access/hostedLinks.ts'
import type { LoginStep } from '../../features/login-flow/index.ts'
import { actions, mainLink, notice } from '../kit/parts.ts'
import type { View } from '../kit/view.ts'
import type { PageDefinition } from '../pages/page.ts'
import type { ShownContext } from '../pages/pageContext.ts'
import { accountChip } from '../pages/parts.ts'
import { formatDistance } from '../texts/formats.ts'
import type { Translate } from '../texts/translate.ts'

/** Says why an account cannot log in, and for how long. Another account can be used. */
export const blockedPage: PageDefinition = {
  path: `${loginRoot}/blocked`,
  fits: ({ kind }) => kind === 'blocked',
  early: true,
  show,
}

type Blocked = Extract<LoginStep, { kind: 'blocked' }>

function show(context: ShownContext): View {
  const { t, step, call, link } = context
  const chip = accountChip(context)
  const text = step.kind === 'blocked' ? blockedReason(t, step, chip.loginName, call.now) : ''
  const other = link('loginname', { sessionId: undefined, loginName: undefined })
  return {
    title: t('blocked.title'),
    heading: t('blocked.title'),
    account: chip,
    status: 403,
    body: actions(notice('warning', text), mainLink({ href: other, text: t('accounts.other') })),
  }
}

/** Returns why an account cannot log in, for its person. */
export function blockedReason(t: Translate, { reason, until }: Blocked, name: string, now: Date): string {
  if (reason !== 'locked') return t(`blocked.${reason}`, { name })
  if (until === null) return t('blocked.locked', { name })
  return t('blocked.locked_until', { name, time: formatDistance(t.language, new Date(until), now) })
}
