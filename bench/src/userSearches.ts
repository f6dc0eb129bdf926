/** A search of `ListUsers` by a name that says what it filters and sorts by. */
export interface UserSearch {
  readonly name: string
  readonly body: Readonly<Record<string, unknown>>
}

const texts = [
  ['userNameQuery', 'userName', 'grace.hopper-2'],
  ['firstNameQuery', 'firstName', 'Grace'],
  ['lastNameQuery', 'lastName', 'Hopper-2'],
  ['nickNameQuery', 'nickName', 'nick40'],
  ['displayNameQuery', 'displayName', 'Grace Hopper-2'],
  ['emailQuery', 'emailAddress', 'grace.hopper-2'],
  ['phoneQuery', 'number', '+4179'],
  ['loginNameQuery', 'loginName', 'grace.hopper-2'],
] as const

const methods = ['EQUALS_IGNORE_CASE', 'STARTS_WITH', 'CONTAINS_IGNORE_CASE', 'ENDS_WITH'] as const

const sortings = [
  'USER_NAME',
  'FIRST_NAME',
  'LAST_NAME',
  'NICK_NAME',
  'DISPLAY_NAME',
  'EMAIL',
  'STATE',
  'TYPE',
  'CREATION_DATE',
] as const

const query = { limit: 20 }
const active = { stateQuery: { state: 'USER_STATE_ACTIVE' } }
const humans = { typeQuery: { type: 'TYPE_HUMAN' } }
const everybody = { emailQuery: { emailAddress: 'example', method: 'TEXT_QUERY_METHOD_CONTAINS' } }
/** The searches whose filter matches everybody, and that filter as SQL. */
export const matchesAll = {
  sql: `email_folded like '%example%' and email like '%example%'`,
  searches: ['emailQuery contains, matches all', 'sorted by display_name, all match'],
}
const few = { lastNameQuery: { lastName: 'Turing-13', method: 'TEXT_QUERY_METHOD_EQUALS' } }

/** The first page of every filter and of every order, for users as `seedUsers` makes them. */
export function userSearches(of: {
  readonly userIds: readonly string[]
  readonly organizationId: string
}): UserSearch[] {
  const filter = (name: string, ...queries: object[]): UserSearch => ({ name, body: { query, queries } })
  return [
    filter('everybody'),
    ...texts.flatMap(([kind, field, text]) =>
      methods.map((method) =>
        filter(`${kind} ${method.toLowerCase()}`, {
          [kind]: { [field]: text, method: `TEXT_QUERY_METHOD_${method}` },
        }),
      ),
    ),
    filter('stateQuery active', active),
    filter('stateQuery locked', { stateQuery: { state: 'USER_STATE_LOCKED' } }),
    filter('typeQuery human', humans),
    filter('typeQuery machine', { typeQuery: { type: 'TYPE_MACHINE' } }),
    filter('organizationIdQuery', { organizationIdQuery: { organizationId: of.organizationId } }),
    filter('inUserIdsQuery, 100', { inUserIdsQuery: { userIds: of.userIds.slice(0, 100) } }),
    filter('inUserEmailsQuery', { inUserEmailsQuery: { userEmails: ['nobody@bench.example'] } }),
    filter('emailQuery contains, matches all', everybody),
    filter('andQuery', { andQuery: { queries: [active, humans, few] } }),
    filter('orQuery', { orQuery: { queries: [few, { nickNameQuery: { nickName: 'nick7' } }] } }),
    filter('notQuery', { notQuery: { query: few } }),
    ...sortings.map((column) => ({
      name: `sorted by ${column.toLowerCase()}`,
      body: { query: { ...query, asc: true }, sortingColumn: `USER_FIELD_NAME_${column}` },
    })),
    {
      name: 'sorted by creation_date, few match',
      body: { query, sortingColumn: 'USER_FIELD_NAME_CREATION_DATE', queries: [few] },
    },
    {
      name: 'sorted by display_name, all match',
      body: { query, sortingColumn: 'USER_FIELD_NAME_DISPLAY_NAME', queries: [everybody] },
    },
  ]
}
