import { localizedPage } from '../../../language/localizedPage.ts'

/** What claims of tokens and userinfo mean. */
export const claimTexts: Readonly<Record<string, string>> = localizedPage('claims', {
  iss: 'Who made the token: this instance.',
  sub: 'Whom it is about: the id of the person.',
  aud: 'Who may accept it. An application must find its client id here.',
  azp: 'The application for which it was made.',
  client_id: 'The application for which it was made.',
  exp: 'When it ends.',
  iat: 'When it was made.',
  nbf: 'From when on it counts.',
  auth_time: 'When the person last proved who they are.',
  nonce:
    'The value that the application sent along; it must be the same, so that no other token can be slipped in.',
  acr: 'How strong the sign-in was.',
  amr: 'By which means the person proved who they are.',
  at_hash: 'Ties the ID token to the access token.',
  c_hash: 'Ties the ID token to the code.',
  sid: 'The session; a logout token names it.',
  jti: 'The id of this token.',
  scope: 'What the application was allowed.',
  active: 'Whether the token still counts.',
  token_type: 'How the token is sent.',
  username: 'The login name of the person.',
  name: 'The full name.',
  given_name: 'The given name.',
  family_name: 'The family name.',
  nickname: 'The nickname.',
  preferred_username: 'The preferred login name.',
  locale: 'The preferred language.',
  gender: 'The gender, if it was given.',
  updated_at: 'When the profile was last changed.',
  picture: 'The address of the avatar.',
  email: 'The e-mail address.',
  email_verified: 'Whether the address was confirmed.',
  phone_number: 'The phone number.',
  phone_number_verified: 'Whether the number was confirmed.',
  'urn:sallyport:grant': 'The grant to which all tokens of this sign-in belong; it ends with it.',
  cnf: 'The key to which the token is bound.',
})

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
