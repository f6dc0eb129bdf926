import { create } from '@bufbuild/protobuf'
import {
  RequestChallenges_OTPEmail_SendCodeSchema,
  RequestChallenges_OTPEmailSchema,
  RequestChallenges_OTPSMSSchema,
} from '@zitadel/proto/zitadel/session/v2/challenge_pb.js'
import type { ChallengeRequest } from '../../access/factor.ts'
import { hostedLinkTemplate } from '../../access/hostedLinks.ts'
import { advance } from '../../features/browsers/index.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import type { Outcome } from '../pages/page.ts'
import type { PageContext } from '../pages/pageContext.ts'
import { problemOf } from '../pages/problemOf.ts'
import { factorPages } from '../pages/stepPage.ts'

/** The kinds whose codes are sent. */
export type SentKind = 'otp_sms' | 'otp_email'

/** Seconds until a page offers to send another code. */
const pause = 30

/** Sends a code for the session of the page and goes to the page that asks for it. */
export async function sendCode(context: PageContext, kind: SentKind): Promise<Outcome> {
  const { deps, call, browser, facts, link } = context
  const sessionId = facts.session?.sessionId ?? ''
  const advanced = await advance(deps, call, browser, { sessionId, challenges: challengeOf(context, kind) })
  if (isRefusal(advanced)) return { kind: 'again', problems: [problemOf(context, advanced)] }
  const sent = String(call.now.getTime())
  const to = link(factorPages[kind], { sessionId, loginName: undefined, sent })
  return { kind: 'go', to, setCookies: advanced.setCookie ? [advanced.setCookie] : [] }
}

/** Returns the seconds until a page whose address says when a code was sent offers another one; undefined if none was sent. */
export function pauseAfter({ query, call }: PageContext): number | undefined {
  const sent = Number(query.get('sent') ?? Number.NaN)
  if (!Number.isSafeInteger(sent)) return undefined
  const gone = Math.floor((call.now.getTime() - sent) / 1000)
  return Math.min(Math.max(pause - gone, 0), pause)
}

function challengeOf({ call, query }: PageContext, kind: SentKind): ChallengeRequest {
  if (kind === 'otp_sms') return { otpSms: create(RequestChallenges_OTPSMSSchema) }
  const requestId = query.get('requestId')
  const urlTemplate =
    requestId === null ? undefined : hostedLinkTemplate('otp_email', call.origin.url, requestId)
  const value = create(
    RequestChallenges_OTPEmail_SendCodeSchema,
    urlTemplate === undefined ? {} : { urlTemplate },
  )
  return { otpEmail: create(RequestChallenges_OTPEmailSchema, { deliveryType: { case: 'sendCode', value } }) }
}
