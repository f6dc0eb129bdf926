import type { NewPerson } from '../newPerson.ts'

/** The fields that a file may have, with further names of their columns; case, spaces and signs do not count. */
export const fields = {
  email: ['mail', 'emailaddress'],
  givenName: ['firstname', 'given'],
  familyName: ['lastname', 'surname', 'family'],
  username: ['user', 'login'],
  displayName: ['name', 'fullname'],
  nickName: [],
  language: ['preferredlanguage', 'locale', 'lang'],
  gender: [],
  phone: ['phonenumber', 'mobile', 'mobilephone', 'telephone'],
  emailVerified: ['isemailverified', 'verified'],
  phoneVerified: ['isphoneverified'],
  userId: ['id'],
  password: [],
  changeRequired: ['passwordchangerequired'],
} as const satisfies Record<keyof NewPerson, readonly string[]>

/** A field that a file may have. */
export type Field = keyof typeof fields

/** The fields without which nobody can be created. */
const needed = ['email', 'givenName', 'familyName'] as const

/** Which column holds which field, the fields that are missing, and the columns that are not known. */
export interface Columns {
  readonly known: Readonly<Partial<Record<Field, string>>>
  readonly missing: readonly Field[]
  readonly ignored: readonly string[]
}

/** Finds the fields in the names of the columns of a file. */
export function findColumns(columns: readonly string[]): Columns {
  const known: Partial<Record<Field, string>> = {}
  for (const field of Object.keys(fields) as Field[]) {
    const names = [field.toLowerCase(), ...fields[field]]
    const column = columns.find((name) => names.includes(plain(name)))
    if (column !== undefined) known[field] = column
  }
  const taken = Object.values(known)
  return {
    known,
    missing: needed.filter((field) => known[field] === undefined),
    ignored: columns.filter((name) => !taken.includes(name)),
  }
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}
