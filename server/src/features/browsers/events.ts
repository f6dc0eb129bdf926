import { z } from 'zod'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

/** The digest of the cookie's secret is a secret of the browser with this id. */
export const browserAdded = defineEvent('browser.added', z.strictObject({ secretId: z.string() }))
/** `previousUntil` (ISO 8601) says until when the secret before still counts; null if it ended at once. */
export const browserSecretSet = defineEvent(
  'browser.secret.set',
  z.strictObject({ secretId: z.string(), previousUntil: z.string().nullable() }),
)
/** `codeProved`: the browser has brought a code that was mailed to the person, while the session has proved nothing. */
export const browserAccountRemembered = defineEvent(
  'browser.account.remembered',
  z.strictObject({
    userId: z.string(),
    userOrgId: z.string(),
    sessionId: z.string(),
    codeProved: z.boolean().optional(),
  }),
)
export const browserAccountSignedOut = defineEvent(
  'browser.account.signed_out',
  z.strictObject({ userId: z.string() }),
)
export const browserAccountForgotten = defineEvent(
  'browser.account.forgotten',
  z.strictObject({ userId: z.string() }),
)
/** A language tag; null: as the browser asks for. */
export const browserLanguageSet = defineEvent(
  'browser.language.set',
  z.strictObject({ language: z.string().nullable() }),
)
/** Retention removed a browser whose cookie has expired, or that holds no account. */
export const browserRemoved = defineEvent(
  'browser.removed',
  z.strictObject({ cause: z.enum(['unused', 'empty']) }),
)

/** The events of a browser. */
export const browserEvents = [
  browserAdded,
  browserSecretSet,
  browserAccountRemembered,
  browserAccountSignedOut,
  browserAccountForgotten,
  browserLanguageSet,
  browserRemoved,
] as const
export type BrowserEvent = EventOf<typeof browserEvents>
