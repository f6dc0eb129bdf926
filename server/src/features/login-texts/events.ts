import { z } from 'zod'
import type { EventSchemas } from '../../kernel/facet.ts'

/** What the hosted login, a web app of its own, shows in a language; nested as the app has it, with texts at the leaves. */
export type Translations = { readonly [key: string]: string | Translations }

const translations: z.ZodType<Translations> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), translations])),
)

const set = z.strictObject({ locale: z.string(), translations })

/** Translations of the hosted login are written as a whole; empty ones are none. */
export const hostedLoginEvents: EventSchemas = {
  'instance.hosted_login_translation.set': set,
  'org.hosted_login_translation.set': set,
}
