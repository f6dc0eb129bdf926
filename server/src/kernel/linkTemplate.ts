import { isPrivateUseLink, isWebLink } from './linkScheme.ts'
import { type Refusal, refuse } from './refusal.ts'

const malformed = refuse(
  'link_template.invalid',
  'invalid_argument',
  'the URL template is malformed; use only the fields of this call, written as {{.Field}}',
)
const schemeRefused = refuse(
  'link_template.scheme_not_allowed',
  'invalid_argument',
  "the URL template leads to no web page or app; begin it with https://, http:// or an app's own scheme such as com.example.app:",
)

/** A link with placeholders for named values. */
export interface LinkTemplate {
  /** Percent-encodes each value, so that none can add parameters or change the path. */
  render(values: Readonly<Record<string, string>>): string
}

const field = /\{\{\s*\.([A-Za-z][A-Za-z0-9]*)\s*\}\}/g

/**
 * Parses a template such as `https://login.example/otp?code={{.Code}}`. Only plain fields of `fields` are allowed; anything else
 * between double braces is refused as invalid_argument, and so is a link that is neither http, https nor a private-use scheme
 * (RFC 8252 §7.1), because recipients click it.
 */
export function parseLinkTemplate(text: string, fields: readonly string[]): LinkTemplate | Refusal {
  const named = [...text.matchAll(field)].map(([, name = '']) => name)
  const rest = text.replace(field, '')
  if (rest.includes('{{') || rest.includes('}}') || named.some((name) => !fields.includes(name)))
    return malformed
  const sample = text.replace(field, 'x')
  const isLiteral = !/^[^:/?#]*\{\{/.test(text)
  if (!isLiteral || !(isWebLink(sample) || isPrivateUseLink(sample))) return schemeRefused
  return {
    render: (values) => text.replace(field, (_whole, name: string) => encodeURIComponent(values[name] ?? '')),
  }
}
