import { z } from 'zod'
import type { Level } from '../../access/level.ts'
import { defineEvent, type EventOf } from '../../kernel/events.ts'

/** Translations of the hosted login, a web app of its own: a tree in the app's own structure with texts as leaves. */
export type Translations = { readonly [key: string]: string | Translations }

const translations: z.ZodType<Translations> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), translations])),
)

const set = <Of extends Level>(level: Of) =>
  defineEvent(`${level}.hosted_login_translation.set`, z.strictObject({ locale: z.string(), translations }))

/** Replaces all translations of a locale at a level; an empty tree removes them. */
export const translationsSet = { instance: set('instance'), org: set('org') }

export type HostedLoginEvent = EventOf<typeof translationsSet>
