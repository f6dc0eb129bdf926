import { loginRoot } from '../../access/hostedLinks.ts'
import { type Advanced, readBrowser } from '../../features/browsers/index.ts'
import { flowLink } from '../pages/flowLink.ts'
import { limited } from '../pages/limited.ts'
import type { Outcome } from '../pages/page.ts'
import type { PageContext } from '../pages/pageContext.ts'
import { factorPages } from '../pages/stepPage.ts'
import { type SentKind, sendCode } from './sendCode.ts'

const sentKinds: readonly SentKind[] = ['otp_email', 'otp_sms']

/**
 * Sends the code that the next page asks for, if a check has led there: it is a POST already, and the person need not press a button
 * for what they use anyway. If too many were sent, that page has the button, and says when the next one may be sent.
 */
export async function sendAtOnce(
  context: PageContext,
  advanced: Advanced,
  outcome: Outcome,
): Promise<Outcome> {
  const { deps, call, facts } = context
  if (outcome.kind !== 'go') return outcome
  const { pathname, searchParams: query } = new URL(outcome.to, call.origin.url)
  const kind = sentKinds.find((one) => pathname === `${loginRoot}/${factorPages[one]}`)
  if (kind === undefined) return outcome
  const { sessionId, userId, setCookie } = advanced
  const next: PageContext = {
    ...context,
    query,
    browser: setCookie ? await readBrowser(deps, call, setCookie.value) : context.browser,
    facts: { ...facts, session: { sessionId, proofs: [] } },
    link: (page, parameters) => flowLink(query, page, parameters),
  }
  const send = limited(
    'resend',
    (on) => sendCode(on, kind),
    () => userId,
  )
  const sent = await send(next, new URLSearchParams(), '')
  if (sent.kind !== 'go') return outcome
  return { ...sent, setCookies: [...(outcome.setCookies ?? []), ...(sent.setCookies ?? [])] }
}
