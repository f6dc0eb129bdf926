import type { Authenticator } from '../../access/factorKinds.ts'
import type { HostedPageName } from '../../access/hostedLinks.ts'
import { publicOrigin } from '../../access/publicOrigin.ts'
import type { Stream } from '../../eventlog/types.ts'
import type { JsonObject } from '../../kernel/json.ts'
import { ownTexts } from '../custom-texts/index.ts'
import type { Deps } from '../manifest.ts'
import { codesLeft, recoveryCodesFacet } from '../recovery-codes/index.ts'
import { changeFacet, type Human, type LoginNames, loginNamesOf } from '../users/index.ts'
import { expiryText } from './expiry.ts'
import { type MessageValues, messageLink } from './link.ts'
import { firstWithTexts, messageLanguages } from './messageLanguages.ts'
import { senderInstance } from './queries.ts'
import { type RenderedMessage, renderMessage } from './renderMessage.ts'
import { builtInTexts, fallbackTexts } from './texts/builtIn.ts'
import { effectiveText } from './texts/effectiveText.ts'
import type { Template } from './texts/message.ts'
import type { TextValues } from './texts/textTemplate.ts'

/** The subject of a message. */
export interface Occasion {
  readonly template: Template
  readonly user: Stream
  readonly human: Human
  readonly now: Date
  /** The page to which the message leads. */
  readonly page: HostedPageName | undefined
  /** Only of messages that carry a code. */
  readonly code?: {
    readonly plain: string
    readonly expiresAt: string
    readonly urlTemplate: string
    readonly sessionId?: string
    readonly codeId?: string
    readonly origin?: string
  }
  readonly factor?: Authenticator
  readonly applicationName?: string
  /** The language of the page on which the message was requested. */
  readonly language?: string | undefined
}

/** A rendered message, and its values by name for providers that have their own texts. */
export interface Composed {
  readonly message: RenderedMessage
  readonly args: JsonObject
}

/** Renders a message in the language that fits best (`messageLanguages`); undefined if the instance was removed. */
export async function compose(deps: Deps, occasion: Occasion): Promise<Composed | undefined> {
  const { template, user, human } = occasion
  const [sender, names, own] = await Promise.all([
    senderInstance(deps.database, user.instanceId),
    loginNamesOf(deps.database, user.instanceId, user.id),
    ownTexts(deps.database, user.instanceId, user.owner, template),
  ])
  if (sender === undefined) return undefined
  const languages = messageLanguages({ preferred: human.profile.language, page: occasion.language }, sender)
  const language = firstWithTexts(languages, own.levels)
  const loginNames = names ?? { preferred: human.username, all: [human.username] }
  const values: TextValues = {
    ...personValues(human, loginNames),
    ...(occasion.code && {
      Code: occasion.code.plain,
      Expiry: expiryText(occasion.code.expiresAt, occasion.now, language),
    }),
    URL: linkOf(occasion, loginNames, {
      origin: publicOrigin(deps.config, sender.domain).url,
      ownLogin: sender.ownLogin,
    }),
    Domain: sender.domain,
    ChangeDate: user.state(changeFacet).at,
    CreationDate: human.createdAt,
    ApplicationName: occasion.applicationName || sender.domain,
    TempUsername: human.username,
    ...(template === 'RecoveryCodeUsed' && { CodesLeft: String(codesLeft(user.state(recoveryCodesFacet))) }),
    ...(occasion.factor && { Factor: (builtInTexts(language) ?? fallbackTexts).factors[occasion.factor] }),
  }
  const text = effectiveText(template, languages, own.levels)
  return { message: renderMessage(text, language, values), args: argsOf(values, loginNames) }
}

function personValues(human: Human, names: LoginNames): TextValues {
  const { email, phone, profile } = human
  return {
    UserName: human.username,
    FirstName: profile.givenName,
    LastName: profile.familyName,
    NickName: profile.nickName,
    DisplayName: profile.displayName,
    PreferredLoginName: names.preferred,
    LoginNames: names.all.join(', '),
    LastEmail: email.address,
    VerifiedEmail: email.verified ? email.address : '',
    LastPhone: phone?.number ?? '',
    VerifiedPhone: phone?.verified ? phone.number : '',
  }
}

/** The code of a session leads to the origin at which its login goes on, others to that of the instance's primary domain. */
function linkOf(
  { page, code, user, human }: Occasion,
  names: LoginNames,
  { origin, ownLogin }: { readonly origin: string; readonly ownLogin: string },
): string {
  const values: MessageValues = {
    Code: code?.plain ?? '',
    UserID: user.id,
    OrgID: user.owner,
    LoginName: names.preferred,
    DisplayName: human.profile.displayName,
    PreferredLanguage: human.profile.language,
    ...(code?.sessionId !== undefined && { SessionID: code.sessionId }),
    ...(code?.codeId !== undefined && { CodeID: code.codeId }),
  }
  return messageLink(page, code?.origin ?? origin, code?.urlTemplate ?? '', values, ownLogin)
}

/** Returns the values by the names that HTTP providers expect, which begin in lower case. */
function argsOf(values: TextValues, names: LoginNames): JsonObject {
  const entries = Object.entries(values).map(([name, value]) => [
    name === 'URL' ? 'url' : name.charAt(0).toLowerCase() + name.slice(1),
    value,
  ])
  return { ...Object.fromEntries(entries), loginNames: names.all }
}
