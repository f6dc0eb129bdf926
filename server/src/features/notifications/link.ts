import { parseLinkTemplate } from '../../kernel/linkTemplate.ts'
import { accept } from '../../kernel/refusal.ts'
import type { CodeMessage } from './messages.ts'

/** The values that links may contain, by their names in templates. */
export interface LinkValues {
  readonly Code: string
  readonly UserID: string
  readonly OrgID: string
  readonly LoginName: string
  readonly DisplayName: string
  readonly PreferredLanguage: string
  readonly SessionID?: string
  readonly CodeID?: string
}

const fields = [
  'Code',
  'UserID',
  'OrgID',
  'LoginName',
  'DisplayName',
  'PreferredLanguage',
  'SessionID',
  'CodeID',
]

/** Returns a message's link: the caller's template filled in, else one to the hosted login; '' for messages without a link. */
export function messageLink(
  link: CodeMessage['link'],
  origin: string,
  urlTemplate: string,
  values: LinkValues,
): string {
  if (link === undefined) return ''
  if (urlTemplate !== '') return accept(parseLinkTemplate(urlTemplate, fields)).render({ ...values })
  const parameters = new URLSearchParams({
    code: values.Code,
    userId: values.UserID,
    organization: values.OrgID,
    ...(values.CodeID !== undefined && { codeId: values.CodeID }),
    ...(values.SessionID !== undefined && { sessionId: values.SessionID, loginName: values.LoginName }),
    ...link.parameters,
  })
  return `${origin}${link.path}?${parameters}`
}
