import {
  count,
  flag,
  instant,
  listOf,
  object,
  orNull,
  text,
} from '../../../contract/openapi/ownOperations.ts'
import type { Schema } from '../../../contract/openapi/schema.ts'
import { figureNames } from '../readDays.ts'

const figures = {
  people: count(),
  withSecondFactor: count('Those with a second factor or passkey that their login policy allows.'),
  withPhishingResistant: count('Those with a key or passkey that their login policy allows.'),
}

const capped = (row: Schema) =>
  object({ total: count(), capped: flag('Whether there are more than `total`.'), rows: listOf(row) })

const person = object({
  userId: text(),
  orgId: text(),
  displayName: text(),
  loginName: text(),
  until: orNull(instant('The end of an automatic lock.')),
})

/** The reply with all figures. */
export const overviewReply = object({
  days: listOf(
    object({
      date: { type: 'string', format: 'date' },
      ...Object.fromEntries(figureNames.map((name) => [name, count()])),
    }),
    'The oldest first. A login is a grant of tokens to an application.',
  ),
  countedSince: instant('From here on the figures of days are complete.'),
  people: object(figures),
  'organizations?': object({
    total: count('The number of organizations.'),
    rows: listOf(object({ orgId: text(), name: text(), ...figures }), 'By name.'),
  }),
  attention: object({
    locked: capped(person),
    withoutFactorUnderForcedMfa: capped(person),
    expiring: capped(
      object({
        kind: text(undefined, ['application_key', 'machine_key', 'personal_access_token']),
        id: text(),
        ownerId: text(),
        ownerName: text(),
        orgId: text(),
        expiresAt: instant(),
      }),
    ),
    'failingJobs?': listOf(
      object({ task: text(), jobs: count(), lastError: text(), nextAttemptAt: instant() }),
      'Mails and SMS that have failed and are tried again.',
    ),
  }),
})
