import type { MessageInitShape } from '@bufbuild/protobuf'
import type { MessageCustomTextSchema } from '@zitadel/proto/zitadel/text_pb.js'
import type { Call } from '../../../access/call.ts'
import type { Level } from '../../../access/level.ts'
import { changedV1 } from '../../../contract/details.ts'
import { levelTexts, type TextReading } from '../../custom-texts/index.ts'
import type { Deps } from '../../manifest.ts'
import { messageKind } from '../texts/effectiveText.ts'
import { type MessageField, type MessageText, messageFields, type Template } from '../texts/message.ts'

/** The messages whose texts can be set, by the word that the contract's method names contain. */
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
/** The handlers of a level by method name. */
export type TextHandlers = Readonly<Record<string, (request: TextRequest, call: Call) => Promise<TextReply>>>

/** Makes four handlers per message (get default, get own, set, reset) for the instance or the context organization. */
export function messageTexts(deps: Deps, level: Level): TextHandlers {
  const handlers = Object.entries(editable).flatMap(([word, template]) => {
    const texts = levelTexts(deps, level, messageKind(template))
    const methods: [string, TextHandlers[string]][] = [
      [
        `getDefault${word}MessageText`,
        async ({ language }, call) => shown(await texts.readDefault(call, language)),
      ],
      [`getCustom${word}MessageText`, async ({ language }, call) => shown(await texts.read(call, language))],
      [
        setterName(level, word),
        async (request, call) => written(await texts.set(call, request.language, given(request))),
      ],
      [
        `resetCustom${word}MessageTextToDefault`,
        async ({ language }, call) => written(await texts.reset(call, language)),
      ],
    ]
    return methods
  })
  return Object.fromEntries(handlers)
}

function setterName(level: Level, word: string): string {
  if (level === 'instance') return `setDefault${word}MessageText`
  return `setCustom${word}Message${oddSetters.has(word) ? 'Custom' : ''}Text`
}

function given(request: TextRequest): Record<string, string> {
  return Object.fromEntries(messageFields.map((field) => [field, request[field] ?? '']))
}

function shown({ texts, isDefault, details }: TextReading<MessageField>): TextReply {
  return { customText: { ...texts, isDefault, details } }
}

function written(stream: Parameters<typeof changedV1>[0]): TextReply {
  return { details: changedV1(stream) }
}
