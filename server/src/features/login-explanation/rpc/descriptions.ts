import { flag, instant, listOf, object, orNull, text } from '../../../contract/openapi/ownOperations.ts'

const refusal = object({ id: text(), message: text() })

const step = object({
  kind: text('The step that the login pages would show; `done` lets the person in.'),
  'options?': listOf(text(), 'The kinds of factors among which the person can choose.'),
  'skippable?': flag(),
  'reason?': text(),
  'until?': instant('The end of a lock.'),
  'refusal?': refusal,
  because: listOf(
    object({ rule: text(), level: text('Where the rule was set.'), 'values?': { type: 'object' } }),
  ),
})

/** The reply that explains the login of a person. */
export const explanationReply = object({
  user: object({
    userId: text(),
    orgId: text(),
    state: text(undefined, ['active', 'inactive', 'locked', 'initial']),
    lockedUntil: orNull(instant('The end of an automatic lock.')),
    lockedAutomatically: flag(),
    organizationActive: flag(),
  }),
  policy: object({
    level: text('The level of the login policy.', ['instance', 'org']),
    rules: listOf(
      object({ rule: text(), value: text('As JSON.'), level: text(undefined, ['instance', 'org']) }),
    ),
  }),
  steps: object({
    fresh: step,
    afterPassword: orNull(step),
    afterPasskey: orNull(step),
  }),
  factors: listOf(
    object({
      kind: text(),
      id: text(),
      name: text(),
      counts: flag(),
      why: text('Why it does not count.', ['', 'not_allowed', 'used_up', 'not_ready']),
    }),
  ),
  failures: listOf(object({ at: instant(), factor: text() }), 'The last 20 wrong checks, newest first.'),
  'project?': object({
    projectId: text(),
    name: text(),
    orgId: text(),
    state: text(),
    authorizationRequired: flag('Whether people need an authorization on it.'),
    accessRequired: flag('Whether organizations need a grant of it.'),
    requiredAcr: orNull(text()),
    admitted: flag(),
    admittedBy: listOf(text(undefined, ['authorization', 'access'])),
    refusal: orNull(refusal),
  }),
})
