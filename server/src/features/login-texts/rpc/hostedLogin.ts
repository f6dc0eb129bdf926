import { createHash } from 'node:crypto'
import { SettingsService } from '@sallyport/contract/zitadel/settings/v2/settings_service_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import { type HandlerTable, implement } from '../../../contract/handlers.ts'
import { decideOn } from '../../../eventlog/decideOn.ts'
import { canonicalJson, type JsonObject } from '../../../kernel/json.ts'
import { accept, DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Deps } from '../../manifest.ts'
import { parseLocale, setTranslations } from '../commands/setTranslations.ts'
import type { Translations } from '../events.ts'
import { ownTranslations } from '../queries.ts'
import { fallbacks, resolveTranslations, type TranslationLevel } from '../resolveTranslations.ts'
import { hostedLoginFacet } from '../state.ts'
import { builtInTree } from '../texts/loginTexts.ts'

const levelMissing = refuse(
  'hosted_login.level_missing',
  'invalid_argument',
  'the level is missing; name the system, the instance or an organization id',
)

/** Translations of the hosted login, `zitadel.settings.v2.SettingsService`. */
export function hostedLoginHandlers(deps: Deps): HandlerTable<Call> {
  return implement(SettingsService, {
    getHostedLoginTranslation: async (request, call: Call) => {
      const level = levelOf(request.level)
      const locale = accept(parseLocale(request.locale))
      const orgId = request.level.case === 'organizationId' ? request.level.value : ''
      const locales = fallbacks(locale, call.instance.defaultLanguage)
      const rows = await ownTranslations(deps.database, call.instance.id, orgId, locales)
      const translationsOf = (from: TranslationLevel, at: string) =>
        from === 'system'
          ? builtInTree(at)
          : rows.find((row) => row.locale === at && row.is_default === (from === 'instance'))?.translations
      return reply(
        request.ignoreInheritance
          ? (translationsOf(level, locale) ?? {})
          : resolveTranslations(level, locales, translationsOf),
      )
    },
    setHostedLoginTranslation: async (request, call) => {
      const level = levelOf(request.level)
      if (level === 'system') throw new DomainError(levelMissing)
      const locale = accept(parseLocale(request.locale))
      const id = request.level.case === 'organizationId' ? request.level.value : call.instance.id
      const translations = (request.translations ?? {}) as JsonObject
      await decideOn(deps.log, writing(call), { type: level, id }, (owner) =>
        setTranslations(owner.state(hostedLoginFacet), level, locale, translations),
      )
      return { etag: etagOf(translations) }
    },
  })
}

function levelOf(level: { readonly case: string | undefined; readonly value?: unknown }): TranslationLevel {
  // `instance: false` and an empty organization id name no level.
  if (!level.value) throw new DomainError(levelMissing)
  if (level.case === 'organizationId') return 'org'
  return level.case === 'instance' ? 'instance' : 'system'
}

function reply(translations: Translations) {
  return { etag: etagOf(translations), translations: { ...translations } as ReplyTree }
}

type ReplyTree = { [key: string]: string | ReplyTree }

/** MD5 as the contract's clients expect it; it only distinguishes versions. */
function etagOf(translations: JsonObject): string {
  return createHash('md5').update(canonicalJson(translations)).digest('hex')
}
