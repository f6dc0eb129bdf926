import { type Refusal, refuse } from './refusal.ts'

const malformed = refuse(
  'link_template.invalid',
  'invalid_argument',
  'the URL template is malformed; use only the fields of this call, written as {{.Field}}',
)

/** A link with placeholders for named values. */
export interface LinkTemplate {
  /** Percent-encodes each value, so that none can add parameters or change the path. */
  render(values: Readonly<Record<string, string>>): string
}

const field = /\{\{\s*\.([A-Za-z][A-Za-z0-9]*)\s*\}\}/g

/**
 * Parses a template such as `https://login.example/otp?code={{.Code}}`. Only plain fields of `fields` are allowed; anything else
 * between double braces is refused as invalid_argument.
 */
export function parseLinkTemplate(text: string, fields: readonly string[]): LinkTemplate | Refusal {
  const named = [...text.matchAll(field)].map(([, name = '']) => name)
  const rest = text.replace(field, '')
  if (rest.includes('{{') || rest.includes('}}') || named.some((name) => !fields.includes(name)))
    return malformed
  return {
    render: (values) => text.replace(field, (_whole, name: string) => encodeURIComponent(values[name] ?? '')),
  }
}
