import { type HostedPageName, hostedLink, type LinkValues } from '../../access/hostedLinks.ts'
import { parseLinkTemplate } from '../../kernel/linkTemplate.ts'
import { isRefusal } from '../../kernel/refusal.ts'

/** The values of a message's link; the ids of session and code only if the message has them. */
export type MessageValues = Omit<LinkValues, 'SessionID' | 'CodeID'> &
  Partial<Pick<LinkValues, 'SessionID' | 'CodeID'>>

const fields: readonly (keyof LinkValues)[] = [
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
 * Returns a message's link: the caller's template filled in, else one to the page of the instance's login or ours; '' for messages without a link. A stored
 * template that is no longer allowed is ignored.
 */
export function messageLink(
  page: HostedPageName | undefined,
  origin: string,
  urlTemplate: string,
  values: MessageValues,
  ownLogin = '',
): string {
  if (page === undefined) return ''
  const template = urlTemplate === '' ? undefined : parseLinkTemplate(urlTemplate, fields)
  if (template !== undefined && !isRefusal(template)) return template.render({ ...values })
  return hostedLink(page, origin, values, ownLogin)
}
