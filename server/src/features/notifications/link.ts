import type { Config } from '../../config/config.ts'
import { parseLinkTemplate } from '../../kernel/linkTemplate.ts'
import { accept } from '../../kernel/refusal.ts'
import type { CodeMessage } from './messages.ts'

/** The values that links may carry, by the names that templates use. */
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

/** Under which address people reach the instance with this primary host; a port taken at random (0) is left out. */
export function publicOrigin(
  config: Pick<Config, 'externalSecure' | 'externalPort'>,
  domain: string,
): string {
  const scheme = config.externalSecure ? 'https' : 'http'
  const usual = config.externalPort === 0 || config.externalPort === (config.externalSecure ? 443 : 80)
  return `${scheme}://${domain}${usual ? '' : `:${config.externalPort}`}`
}

/** Where the button of a message leads: the caller's template, else the hosted login; '' for messages without a link. */
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
