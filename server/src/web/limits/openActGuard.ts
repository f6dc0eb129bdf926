import type {
  LimitedAct,
  LimitedParty,
  LimitedRequest,
  RateLimits,
} from '../../features/rate-limits/index.ts'
import type { Captcha, CaptchaWidget } from './openCaptcha.ts'

/** Whether an act of a page may go on. */
export type Guarded =
  | {
      readonly kind: 'go'
      /** Gives the point back after a success; not after mails, registrations or names, whose answer must not say who exists. */
      giveBack(): Promise<void>
      /** The CAPTCHA that the form shows if the act fails, because the next try will need it. */
      readonly captcha: CaptchaWidget | undefined
    }
  /** Status 429: `problem.too_many_requests`. */
  | { readonly kind: 'wait'; readonly retryAt: Date }
  /** The form is shown again with the CAPTCHA; `failed` if its answer was refused: `problem.captcha_failed`. */
  | { readonly kind: 'captcha'; readonly captcha: CaptchaWidget; readonly failed: boolean }

/** Asks whether an act of a page may go on, before it is done. `form` holds the answer of the CAPTCHA. */
export type GuardAct = (
  request: LimitedRequest,
  act: LimitedAct,
  party: LimitedParty & { readonly form: URLSearchParams },
) => Promise<Guarded>

/**
 * Opens the guard of the pages: an act takes a point, and once half of a budget is used up it needs a CAPTCHA, if one is configured. A
 * missing answer takes nothing, a refused one keeps its point, so that answers cannot be guessed or the provider be flooded.
 */
export function openActGuard(on: {
  readonly rateLimits: RateLimits
  readonly captcha: Captcha | undefined
}): GuardAct {
  const { rateLimits, captcha } = on
  return async (request, act, { form, ...party }) => {
    const taken = await rateLimits.take(request, act, party)
    if (!taken.allowed) return { kind: 'wait', retryAt: taken.retryAt }
    const { giveBack } = taken
    const isAsked = taken.isCrowded || (act === 'registration' && captcha?.atRegistration === true)
    if (captcha === undefined || !isAsked) return { kind: 'go', giveBack, captcha: undefined }
    const { widget } = captcha
    const answer = form.get(widget.field) ?? ''
    if (answer === '') {
      await giveBack()
      return { kind: 'captcha', captcha: widget, failed: false }
    }
    const outcome = await captcha.verify(answer)
    if (outcome === 'refused') return { kind: 'captcha', captcha: widget, failed: true }
    return { kind: 'go', giveBack, captcha: widget }
  }
}
