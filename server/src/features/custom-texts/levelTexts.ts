import type { Call } from '../../access/call.ts'
import type { Level } from '../../access/level.ts'
import { type readDetails, rowDetails } from '../../contract/details.ts'
import type { Stream } from '../../eventlog/types.ts'
import { DomainError } from '../../kernel/refusal.ts'
import { canonicalLanguage, languageFallbacks } from '../../kernel/text/languageTag.ts'
import type { Deps } from '../manifest.ts'
import { supportedLanguages } from '../settings/index.ts'
import { resetTexts, setTexts } from './commands/setTexts.ts'
import { effectiveTexts } from './effectiveTexts.ts'
import { ownTexts, type TextRow } from './queries.ts'
import { languageUnsupported } from './refusals.ts'
import type { TextKind } from './textKind.ts'
import { writeTexts } from './writes/writeTexts.ts'

/** A kind's texts and their owner. */
export interface TextReading<Key extends string> {
  readonly texts: Readonly<Record<Key, string>>
  /** True if the level has none of its own. */
  readonly isDefault: boolean
  readonly details: ReturnType<typeof readDetails> | { readonly resourceOwner: string }
}

/** Access to one kind of text at one level: the instance, or the organization of the context. */
export interface LevelTexts<Key extends string> {
  /** The texts that a level without its own has, in the nearest supported language: the product's for an instance, the instance's for an organization. */
  readDefault(call: Call, language: string): Promise<TextReading<Key>>
  /** The texts that were set at the level in exactly this language; '' for the others. */
  read(call: Call, language: string): Promise<TextReading<Key>>
  /** Returns the level's stream after the write, like `reset`. */
  set(call: Call, language: string, texts: Readonly<Record<string, string>>): Promise<Stream>
  reset(call: Call, language: string): Promise<Stream>
}

/** Opens a kind of text at a level; reads and writes in unsupported languages are refused. */
export function levelTexts<Key extends string>(
  deps: Deps,
  level: Level,
  kind: TextKind<Key>,
): LevelTexts<Key> {
  return {
    async readDefault(call, wanted) {
      const language = languageFallbacks(wanted).find(isSupported) ?? requireSupported(wanted)
      const { levels, standing } = await ownTexts(deps.database, call.instance.id, '', kind.template)
      const inherited = level === 'org'
      const row = inherited ? standing.find((one) => one.language === language) : undefined
      return {
        texts: effectiveTexts(kind, [language], inherited ? levels : []),
        isDefault: true,
        details: detailsOf(row, call.instance.id),
      }
    },
    async read(call, wanted) {
      const language = requireSupported(wanted)
      const orgId = level === 'org' ? call.orgId : ''
      const { standing } = await ownTexts(deps.database, call.instance.id, orgId, kind.template)
      const rows = standing.filter((one) => one.language === language)
      const own = rows.find((one) => one.is_default === (level === 'instance'))
      return {
        texts: textsOnly(kind.keys, own?.texts ?? {}),
        isDefault: own === undefined,
        details: detailsOf(own ?? rows[0], own && level === 'org' ? orgId : call.instance.id),
      }
    },
    set: (call, wanted, texts) =>
      writeTexts(deps, call, level, (state) =>
        setTexts(state, { level, language: canonical(wanted) }, kind, texts, supportedLanguages),
      ),
    reset: (call, wanted) =>
      writeTexts(deps, call, level, (state) =>
        resetTexts(state, { level, language: canonical(wanted) }, kind),
      ),
  }
}

function textsOnly<Key extends string>(
  keys: readonly Key[],
  own: Readonly<Record<string, string>>,
): Record<Key, string> {
  return Object.fromEntries(keys.map((key) => [key, own[key] ?? ''])) as Record<Key, string>
}

function requireSupported(wanted: string): string {
  const language = canonical(wanted)
  if (!isSupported(language)) throw new DomainError(languageUnsupported)
  return language
}

function isSupported(language: string): boolean {
  return supportedLanguages.includes(language)
}

function canonical(language: string): string {
  return canonicalLanguage(language) ?? language
}

function detailsOf(row: TextRow | undefined, owner: string): TextReading<string>['details'] {
  return row === undefined ? { resourceOwner: owner } : rowDetails(row, owner)
}
