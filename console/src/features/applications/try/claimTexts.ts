import { claimTexts } from './claimTable.ts'

const families: readonly (readonly [RegExp, string])[] = [
  [
    /^urn:zitadel:iam:org:project:(\d+:)?roles$/,
    'The roles of the person in the project, with the organizations that gave them.',
  ],
  [/^urn:zitadel:iam:user:resourceowner:/, 'The organization of the person.'],
  [/^urn:zitadel:iam:user:metadata$/, 'Metadata of the person; values are base64.'],
]

/** Explains a claim; undefined for one of which only the application knows the meaning. */
export function claimText(name: string): string | undefined {
  return Object.hasOwn(claimTexts, name)
    ? claimTexts[name]
    : families.find(([pattern]) => pattern.test(name))?.[1]
}

const instants = ['exp', 'iat', 'nbf', 'auth_time', 'updated_at']

/** Writes the value of a claim; instants as dates in UTC beside their number. */
export function claimValue(name: string, value: unknown): string {
  if (instants.includes(name) && typeof value === 'number') {
    return `${new Date(value * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC (${value})`
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}
