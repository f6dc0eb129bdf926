import { foldText, isBlank } from '../../kernel/text/foldText.ts'
import type { UserQuery } from '../accounts/index.ts'

/** The kinds of users, by the contract's `Type`. */
export const kindNumbers = { person: 1, machine: 2 } as const

/** The states of users, by the contract's `UserState`. */
export const stateNumbers = { active: 1, inactive: 2, locked: 4, initial: 5 } as const

/** The sorts of the directory, by the contract's `UserFieldName`. */
export const sortNumbers = { username: 1, name: 5, email: 6, state: 7, kind: 8, created: 9 } as const

/** Numbers of the contract's `TextQueryMethod` that ignore case. */
const equals = 1
const starts = 3
const contains = 5

/** Shorter texts are matched with beginnings only: their trigrams do not narrow an index. */
const shortestPart = 3

/** The filters of the directory; '' for those that are not set. */
export interface DirectoryFilters {
  readonly text: string
  readonly kind: keyof typeof kindNumbers | ''
  readonly state: keyof typeof stateNumbers | ''
  readonly orgId: string
}

/** Returns the queries of a search for users that match all filters. */
export function directoryQueries({ text, kind, state, orgId }: DirectoryFilters): readonly UserQuery[] {
  const queries: UserQuery['query'][] = []
  if (!isBlank(text)) queries.push({ case: 'orQuery', value: { queries: identifiers(text) } })
  if (kind !== '') queries.push({ case: 'typeQuery', value: { type: kindNumbers[kind] } })
  if (state !== '') queries.push({ case: 'stateQuery', value: { state: stateNumbers[state] } })
  if (orgId !== '') queries.push({ case: 'organizationIdQuery', value: { organizationId: orgId } })
  return queries.map((query) => ({ query }))
}

/** Each of these queries is answered by an index, also when they are joined by OR. */
function identifiers(text: string): readonly UserQuery[] {
  const method = foldText(text).length < shortestPart ? starts : contains
  const queries: readonly UserQuery['query'][] = [
    { case: 'inUserIdsQuery', value: { userIds: [text] } },
    { case: 'displayNameQuery', value: { displayName: text, method } },
    { case: 'lastNameQuery', value: { lastName: text, method } },
    { case: 'userNameQuery', value: { userName: text, method } },
    { case: 'emailQuery', value: { emailAddress: text, method } },
    { case: 'phoneQuery', value: { number: text, method } },
    ...(text.includes('@')
      ? [{ case: 'loginNameQuery', value: { loginName: text, method: equals } } as const]
      : []),
  ]
  return queries.map((query) => ({ query }))
}
