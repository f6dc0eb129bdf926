import { checkPassword, type PasswordRules } from '../../../kit/passwordRules.ts'
import type { ReadCsv } from '../csv.ts'
import { genders, type NewPerson, nobody } from '../newPerson.ts'
import { texts } from '../texts.ts'
import { type Columns, findColumns } from './columns.ts'

const words = texts.import.problems

/** A row of a file. */
export interface Row {
  /** The line of a spreadsheet, with the header as the first one. */
  readonly line: number
  readonly person: NewPerson
  /** What is wrong with it; a row with problems is not imported. */
  readonly problems: readonly string[]
  /** The row as it was read, by the names of its columns. */
  readonly source: Readonly<Record<string, string | undefined>>
}

/** A file that has been read. */
export interface ReadFile {
  readonly columns: Columns
  readonly rows: readonly Row[]
}

/** Reads the people of a file, and finds what the server would refuse, and who is in it twice. */
export function readRows(
  { columns: names, rows, faults }: ReadCsv,
  rules: PasswordRules | undefined,
): ReadFile {
  const columns = findColumns(names)
  const read = rows.map((source, at) => {
    const { person, unread } = personOf(source, columns)
    const broken = faults.filter(({ row }) => row === at).map(({ message }) => `${message}.`)
    return { line: at + 2, person, source, problems: [...broken, ...unread, ...problemsOf(person, rules)] }
  })
  return { columns, rows: withRepeats(read) }
}

function personOf(
  source: Row['source'],
  { known }: Columns,
): { person: NewPerson; unread: readonly string[] } {
  const unread: string[] = []
  const text = (field: keyof NewPerson) => source[known[field] ?? ''] ?? ''
  const flag = (field: 'emailVerified' | 'phoneVerified' | 'changeRequired') => {
    const given = text(field).toLowerCase()
    if (given === '') return nobody[field]
    if (/^(true|yes|1|y|x)$/.test(given)) return true
    if (!/^(false|no|0|n)$/.test(given)) unread.push(words.flag(known[field] ?? field))
    return false
  }
  const gender = text('gender').toLowerCase()
  if (!Object.hasOwn(genders, gender)) unread.push(words.gender)
  return {
    person: {
      userId: text('userId'),
      email: text('email'),
      givenName: text('givenName'),
      familyName: text('familyName'),
      username: text('username'),
      displayName: text('displayName'),
      nickName: text('nickName'),
      language: text('language'),
      gender: Object.hasOwn(genders, gender) ? (gender as keyof typeof genders) : '',
      phone: text('phone').replace(/[\s()-]/g, ''),
      emailVerified: flag('emailVerified'),
      phoneVerified: flag('phoneVerified'),
      password: text('password'),
      changeRequired: flag('changeRequired'),
    },
    unread,
  }
}

function problemsOf(person: NewPerson, rules: PasswordRules | undefined): readonly string[] {
  const { email, givenName, familyName, phone, language, password } = person
  const isWeak = rules && password !== '' && checkPassword(password, rules).some(({ met }) => !met)
  return [
    ...(givenName === '' ? [words.givenName] : []),
    ...(familyName === '' ? [words.familyName] : []),
    ...(email === '' ? [words.email] : /^[^@\s]+@[^@\s]+$/.test(email) ? [] : [texts.emailInvalid]),
    ...(phone === '' || /^\+\d{6,15}$/.test(phone) ? [] : [words.phone]),
    ...(language === '' || /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) ? [] : [words.language]),
    ...(isWeak ? [words.password] : []),
  ]
}

/** Ids and user names, or the addresses that stand in for them, must be different; the first row with one keeps it. */
function withRepeats(rows: readonly Row[]): readonly Row[] {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const { userId, username, email } = row.person
    const keys = [...(userId ? [`id ${userId}`] : []), `name ${(username || email).toLowerCase()}`]
    const first = keys.map((key) => seen.get(key)).find((line) => line !== undefined)
    for (const key of keys) if (!seen.has(key)) seen.set(key, row.line)
    return first === undefined ? row : { ...row, problems: [...row.problems, words.repeated(first)] }
  })
}
