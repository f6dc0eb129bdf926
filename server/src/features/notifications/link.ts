import { parseLinkTemplate } from '../../kernel/linkTemplate.ts'
import { isRefusal } from '../../kernel/refusal.ts'
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

/**
 * Returns a message's link: the caller's template filled in, else one to the hosted login; '' for messages without a link. A stored
 * template that is no longer allowed is ignored.
 */
export function messageLink(
  link: CodeMessage['link'],
  origin: string,
  urlTemplate: string,
  values: LinkValues,
): string {
  if (link === undefined) return ''
  const template = urlTemplate === '' ? undefined : parseLinkTemplate(urlTemplate, fields)
  if (template !== undefined && !isRefusal(template)) return template.render({ ...values })
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
