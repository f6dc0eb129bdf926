import { type Call, writing } from '../../access/call.ts'
import { readDetails } from '../../contract/details.ts'
import type { Stream } from '../../eventlog/types.ts'
import type { Decision } from '../../kernel/facet.ts'
import { accept, DomainError } from '../../kernel/refusal.ts'
import type { Deps } from '../manifest.ts'
import { supportedLanguages } from '../settings/index.ts'
import { languageUnsupported, ownerNotFound } from './commands/refusals.ts'
import { resetTexts, setTexts } from './commands/setTexts.ts'
import { effectiveTexts } from './effectiveTexts.ts'
import type { Level } from './events.ts'
import { ownTexts, type TextRow } from './queries.ts'
import { type CustomTextsState, customTextsFacet } from './state.ts'
import type { TextKind } from './textKind.ts'

/** A kind's texts as they count, and whose they are. */
export interface TextReading<Key extends string> {
  readonly texts: Readonly<Record<Key, string>>
  /** True when the level has written none itself. */
  readonly isDefault: boolean
  readonly details: ReturnType<typeof readDetails> | { readonly resourceOwner: string }
}

/** What can be done with one kind of text at one level: the instance's, or the context organization's. */
export interface LevelTexts<Key extends string> {
  /** What counts where the level has no text of its own: the product's for an instance, the instance's for an organization. */
  readDefault(call: Call, language: string): Promise<TextReading<Key>>
  read(call: Call, language: string): Promise<TextReading<Key>>
  /** Answers the level's stream as it is afterwards. */
  set(call: Call, language: string, texts: Readonly<Record<string, string>>): Promise<Stream>
  reset(call: Call, language: string): Promise<Stream>
}

/** Reads and writes a kind of text at a level; refuses languages that are not supported. */
export function levelTexts<Key extends string>(
  deps: Deps,
  level: Level,
  kind: TextKind<Key>,
): LevelTexts<Key> {
  const write = (call: Call, decide: (state: CustomTextsState) => Decision) =>
    writeTexts(deps, call, level, decide)
  return {
    async readDefault(call, language) {
      requireSupported(language)
      const { levels, standing } = await ownTexts(deps.database, call.instance.id, '', kind.template)
      const inherited = level === 'org'
      const row = inherited ? standing.find((one) => one.language === language) : undefined
      return {
        texts: effectiveTexts(kind, [language], inherited ? levels : []),
        isDefault: true,
        details: detailsOf(row, call.instance.id),
      }
    },
    async read(call, language) {
      requireSupported(language)
      const orgId = level === 'org' ? call.orgId : ''
      const { levels, standing } = await ownTexts(deps.database, call.instance.id, orgId, kind.template)
      const rows = standing.filter((one) => one.language === language)
      const own = rows.find((one) => one.is_default === (level === 'instance'))
      return {
        texts: effectiveTexts(kind, [language], levels),
        isDefault: own === undefined,
        details: detailsOf(own ?? rows[0], own && level === 'org' ? orgId : call.instance.id),
      }
    },
    set: (call, language, texts) =>
      write(call, (state) => setTexts(state, { level, language }, kind, texts, supportedLanguages)),
    reset: (call, language) => write(call, (state) => resetTexts(state, { level, language }, kind)),
  }
}

async function writeTexts(
  deps: Deps,
  call: Call,
  level: Level,
  decide: (state: CustomTextsState) => Decision,
): Promise<Stream> {
  const ref = { type: level, id: level === 'instance' ? call.instance.id : call.orgId }
  const { result } = await deps.log.transact(writing(call), ref, async (tx) => {
    const stream = await tx.load(ref)
    if (stream.sequence === 0) throw new DomainError(ownerNotFound)
    const events = accept(decide(stream.state(customTextsFacet)))
    if (events.length > 0) await tx.append(stream, events)
    return stream
  })
  return result
}

function requireSupported(language: string): void {
  if (!supportedLanguages.includes(language)) throw new DomainError(languageUnsupported)
}

function detailsOf(row: TextRow | undefined, owner: string): TextReading<string>['details'] {
  if (row === undefined) return { resourceOwner: owner }
  const { sequence, created_at: createdAt, changed_at: changedAt } = row
  return readDetails({ sequence: Number(sequence), createdAt, changedAt, owner })
}
