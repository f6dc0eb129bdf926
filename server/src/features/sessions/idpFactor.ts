import { z } from 'zod'
import { type Factor, refusedStep } from '../../access/factor.ts'
import { defineEvent } from '../../kernel/events.ts'
import { refuse } from '../../kernel/refusal.ts'

const notBuilt = refuse(
  'session.idp_intent_unimplemented',
  'unimplemented',
  'logins at identity providers cannot be checked yet; use another factor',
)

/** A login at an identity provider as a factor; every check is refused until there are identity providers. */
export const idpFactor: Factor = {
  field: 'intent',
  kinds: { idp: {} },
  session: { checked: defineEvent('session.intent.checked', z.strictObject({})) },
  check: (_step, { idpIntent }) => idpIntent && Promise.resolve(refusedStep(notBuilt)),
}
