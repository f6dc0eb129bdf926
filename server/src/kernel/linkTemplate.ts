import { type Refusal, refuse } from './refusal.ts'

const broken = refuse(
  'link_template.invalid',
  'invalid_argument',
  'the URL template is broken; use only fields that this call offers, written as {{.Field}}',
)

/** A link with holes for named values, checked once and rendered later. */
export interface LinkTemplate {
  /** Percent-encodes each value, so that none can add parameters or change the host's path. */
  render(values: Readonly<Record<string, string>>): string
}

const field = /\{\{\s*\.([A-Za-z][A-Za-z0-9]*)\s*\}\}/g

/**
 * Reads a template such as `https://login.example/otp?code={{.Code}}`. Only plain fields named in `fields` may
 * stand in it; anything else between or beside braces is refused as invalid_argument. Nothing is ever executed.
 */
export function parseLinkTemplate(text: string, fields: readonly string[]): LinkTemplate | Refusal {
  const named = [...text.matchAll(field)].map(([, name = '']) => name)
  const rest = text.replace(field, '')
  if (rest.includes('{{') || rest.includes('}}') || named.some((name) => !fields.includes(name)))
    return broken
  return {
    render: (values) => text.replace(field, (_whole, name: string) => encodeURIComponent(values[name] ?? '')),
  }
}
