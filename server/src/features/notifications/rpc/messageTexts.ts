import type { MessageInitShape } from '@bufbuild/protobuf'
import type { MessageCustomTextSchema } from '@zitadel/proto/zitadel/text_pb.js'
import { type Call, writing } from '../../../access/call.ts'
import type { Stream } from '../../../eventlog/types.ts'
import type { Decision } from '../../../kernel/facet.ts'
import { accept, DomainError } from '../../../kernel/refusal.ts'
import { changedV1, readDetails } from '../../details.ts'
import type { Deps } from '../../manifest.ts'
import { supportedLanguages } from '../../settings/index.ts'
import { languageUnknown, ownerNotFound } from '../commands/refusals.ts'
import { type Level, resetText, setText } from '../commands/setText.ts'
import { ownTexts } from '../queries.ts'
import { type TextsState, textsFacet } from '../textState.ts'
import { effectiveText } from '../texts/effectiveText.ts'
import { type MessageText, messageFields, type Template } from '../texts/message.ts'

/** The messages whose texts the contract lets people write, by the word that names them in its methods. */
const editable = {
  Init: 'InitCode',
  PasswordReset: 'PasswordReset',
  VerifyEmail: 'VerifyEmail',
  VerifyPhone: 'VerifyPhone',
  VerifySMSOTP: 'VerifySMSOTP',
  VerifyEmailOTP: 'VerifyEmailOTP',
  DomainClaimed: 'DomainClaimed',
  PasswordlessRegistration: 'PasswordlessRegistration',
  PasswordChange: 'PasswordChange',
  InviteUser: 'InviteUser',
} as const satisfies Record<string, Template>

/** Messages whose setter in the management API ends in `CustomText`. */
const oddSetters = new Set(['DomainClaimed', 'PasswordlessRegistration', 'PasswordChange', 'InviteUser'])

type TextRequest = { readonly language: string } & Partial<MessageText>
interface TextReply {
  readonly customText?: MessageInitShape<typeof MessageCustomTextSchema>
  readonly details?: ReturnType<typeof changedV1>
}
/** The handlers of a level by method name: four for each message, all of one shape. */
export type TextHandlers = Readonly<Record<string, (request: TextRequest, call: Call) => Promise<TextReply>>>

/** Get default, get own, set and reset for every editable message of the instance (admin) or the context organization (management). */
export function messageTexts(deps: Deps, level: Level): TextHandlers {
  const handlers = Object.entries(editable).flatMap(([word, template]): [string, TextHandlers[string]][] => [
    [
      `getDefault${word}MessageText`,
      ({ language }, call) => readDefault(deps, call, level, template, language),
    ],
    [`getCustom${word}MessageText`, ({ language }, call) => readOwn(deps, call, level, template, language)],
    [setterName(level, word), (request, call) => set(deps, call, level, template, request)],
    [
      `resetCustom${word}MessageTextToDefault`,
      ({ language }, call) => reset(deps, call, level, template, language),
    ],
  ])
  return Object.fromEntries(handlers)
}

function setterName(level: Level, word: string): string {
  if (level === 'instance') return `setDefault${word}MessageText`
  return `setCustom${word}Message${oddSetters.has(word) ? 'Custom' : ''}Text`
}

/** What counts where the level has no text of its own: the product's for an instance, the instance's for an organization. */
async function readDefault(deps: Deps, call: Call, level: Level, template: Template, language: string) {
  requireLanguage(language)
  const { levels, standing } = await ownTexts(deps.database, call.instance.id, '', template)
  const counting = level === 'instance' ? [] : levels
  const row = level === 'instance' ? undefined : standing.find((one) => one.language === language)
  return {
    customText: onWire(call, effectiveText(template, [language], counting), true, row, call.instance.id),
  }
}

async function readOwn(deps: Deps, call: Call, level: Level, template: Template, language: string) {
  requireLanguage(language)
  const orgId = level === 'org' ? call.orgId : ''
  const { levels, standing } = await ownTexts(deps.database, call.instance.id, orgId, template)
  const rows = standing.filter((one) => one.language === language)
  const own = rows.find((one) => one.is_default === (level === 'instance'))
  const text = effectiveText(template, [language], levels)
  const owner = own && level === 'org' ? orgId : call.instance.id
  return { customText: onWire(call, text, own === undefined, own ?? rows[0], owner) }
}

async function set(deps: Deps, call: Call, level: Level, template: Template, request: TextRequest) {
  const { language } = request
  const given = Object.fromEntries(messageFields.map((field) => [field, request[field] ?? '']))
  const stream = await write(deps, call, level, (state) =>
    setText(state, { level, template, language }, given, supportedLanguages),
  )
  return { details: changedV1(stream) }
}

async function reset(deps: Deps, call: Call, level: Level, template: Template, language: string) {
  const stream = await write(deps, call, level, (state) => resetText(state, { level, template, language }))
  return { details: changedV1(stream) }
}

async function write(
  deps: Deps,
  call: Call,
  level: Level,
  decide: (state: TextsState) => Decision,
): Promise<Stream> {
  const ref = { type: level, id: level === 'instance' ? call.instance.id : call.orgId }
  const { result } = await deps.log.transact(writing(call), ref, async (tx) => {
    const stream = await tx.load(ref)
    if (stream.sequence === 0) throw new DomainError(ownerNotFound)
    const events = accept(decide(stream.state(textsFacet)))
    if (events.length > 0) await tx.append(stream, events)
    return stream
  })
  return result
}

function requireLanguage(language: string): void {
  if (!supportedLanguages.includes(language)) throw new DomainError(languageUnknown)
}

interface Standing {
  readonly created_at: string
  readonly changed_at: string
  readonly sequence: string
}

function onWire(
  call: Call,
  text: MessageText,
  isDefault: boolean,
  row: Standing | undefined,
  owner: string,
): MessageInitShape<typeof MessageCustomTextSchema> {
  const details = row
    ? readDetails({
        sequence: Number(row.sequence),
        createdAt: row.created_at,
        changedAt: row.changed_at,
        owner,
      })
    : { resourceOwner: call.instance.id }
  return { ...text, isDefault, details }
}
