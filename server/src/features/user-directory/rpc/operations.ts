import type { Call } from '../../../access/call.ts'
import type { Operation } from '../../../access/operation.ts'
import type { OperationQuery } from '../../../access/operationQuery.ts'
import {
  count,
  flag,
  instant,
  listOf,
  object,
  orNull,
  text,
} from '../../../contract/openapi/ownOperations.ts'
import { listUsers, loginNames, statusAt, type UserRow } from '../../accounts/index.ts'
import type { Deps } from '../../manifest.ts'
import {
  type DirectoryFilters,
  directoryQueries,
  kindNumbers,
  sortNumbers,
  stateNumbers,
} from '../directoryQueries.ts'
import {
  type FactorLevel,
  factorConditions,
  factorLevels,
  readSurroundings,
  type Surroundings,
} from '../factorLevels.ts'
import {
  dormantSince,
  type Lifecycle,
  lifecycleCondition,
  lifecycles,
  mostDormantDays,
} from '../lifecycles.ts'

const kinds = Object.keys(kindNumbers)
const states = Object.keys(stateNumbers)
const sorts = Object.keys(sortNumbers)
const orders = ['asc', 'desc']

const listed = object({
  userId: text(),
  orgId: text(),
  orgName: text(),
  kind: text(undefined, kinds),
  state: text(undefined, states),
  lockedUntil: orNull(instant('The end of an automatic lock.')),
  displayName: text('The name of a machine.'),
  givenName: text(),
  familyName: text(),
  username: text(),
  loginName: text('The preferred login name.'),
  email: text(),
  emailVerified: flag(),
  phone: text(),
  factors: orNull(text('The factors beyond the password that are set up; null for machines.', factorLevels)),
  invitedAt: orNull(instant('When the last invitation of a person who has not accepted one was made.')),
  createdAt: instant(),
  changedAt: instant(),
})

const reply = object({
  total: count('How many users match; 20,000 if there are `more`.'),
  more: flag('Whether more than `total` match.'),
  mostDormantDays: count('The most `dormantDays` that the server knows.'),
  users: listOf(listed),
})

const choice = (description: string, values: readonly string[], fallback?: string) => ({
  description,
  schema: { type: 'string', enum: values, ...(fallback && { default: fallback }) } as const,
})

/** One list of the people and machines of all organizations. */
export function operations(deps: Deps): readonly Operation[] {
  return [listDirectory(deps, mostDormantDays(deps))]
}

const listDirectory = (deps: Deps, mostDays: number): Operation => ({
  method: 'GET',
  path: '/sallyport/v1/users',
  describes: {
    name: 'ListDirectory',
    summary: 'List people and machines of all organizations, with the factors that people have',
    description:
      'Filters are joined by AND. `q` finds the id, and parts of display name, family name, user name, e-mail address and phone number; a text of fewer than 3 characters finds only beginnings. A factor counts whether or not a policy allows it.',
    permission: 'any token; the list holds what the caller may read by `user.read`, and oneself',
    query: {
      q: { description: 'A text.', schema: { type: 'string', maxLength: 200 } },
      kind: choice('People or machines only.', kinds),
      state: choice('Users in this state.', states),
      orgId: { description: 'Users of this organization.', schema: { type: 'string' } },
      factors: choice(
        'People without a factor beyond the password, with one, or with a phishing-resistant one.',
        factorLevels,
      ),
      show: choice(
        'People who were invited and have not accepted yet, whose e-mail address is not verified, or who are `dormant`: created before the last `dormantDays`, in which they have proved nothing in a session that was not ended, and no application got tokens for them.',
        lifecycles,
      ),
      dormantDays: {
        description: 'The days of a dormant person; ended sessions and tokens bound them.',
        schema: { type: 'integer', minimum: 1, default: Math.min(30, mostDays) },
      },
      sort: choice('The column by which the list is sorted.', sorts, 'name'),
      order: choice('The direction.', orders, 'asc'),
      offset: {
        description: 'How many users are left out.',
        schema: { type: 'integer', minimum: 0, default: 0 },
      },
      limit: {
        description: 'The most users.',
        schema: { type: 'integer', minimum: 1, maximum: 1000, default: 25 },
      },
    },
    reply,
  },
  async run({ query }, call) {
    const since = dormantSince(call.now, query.number('dormantDays'), mostDays)
    const factors = query.text('factors') as FactorLevel | ''
    const show = query.text('show') as Lifecycle | ''
    const { rows, total, more } = await listUsers(deps, call, {
      queries: directoryQueries(filtersOf(query)),
      sortingColumn: sortNumbers[query.text('sort') as keyof typeof sortNumbers],
      page: {
        offset: String(query.number('offset')),
        limit: query.number('limit'),
        asc: query.text('order') === 'asc',
      },
      states: statusByNumber,
      visible: 'caller',
      conditions: [
        ...(factors === '' ? [] : [() => factorConditions[factors]]),
        ...(show === '' ? [] : [lifecycleCondition(show, since)]),
      ],
      countsFew: true,
    })
    const around = await readSurroundings(deps.database, call.instance.id, rows)
    const users = rows.map((row) => shown(row, around.get(row.user_id), call))
    return { total, more, mostDormantDays: mostDays, users }
  },
})

const statusByNumber = Object.fromEntries(
  Object.entries(stateNumbers).map(([status, number]) => [number, status as keyof typeof stateNumbers]),
)

/** The query is checked by the declared values. */
function filtersOf(query: OperationQuery): DirectoryFilters {
  return {
    text: query.text('q').trim(),
    kind: query.text('kind') as DirectoryFilters['kind'],
    state: query.text('state') as DirectoryFilters['state'],
    orgId: query.text('orgId'),
  }
}

function shown(row: UserRow, around: Surroundings | undefined, { now }: Pick<Call, 'now'>) {
  const state = statusAt(row, now)
  return {
    userId: row.user_id,
    orgId: row.org_id,
    orgName: around?.org_name ?? '',
    kind: row.kind === 'human' ? 'person' : 'machine',
    state,
    lockedUntil: state === 'locked' && row.locked_until !== null ? iso(row.locked_until) : null,
    displayName: row.display_name,
    givenName: row.given_name,
    familyName: row.family_name,
    username: row.username,
    loginName: loginNames(row).preferred,
    email: row.email,
    emailVerified: row.email_verified,
    phone: row.phone,
    factors: row.kind === 'human' ? (around?.factors ?? 'none') : null,
    invitedAt: around?.invited_at ? iso(around.invited_at) : null,
    createdAt: iso(row.created_at),
    changedAt: iso(row.changed.at),
  }
}

function iso(instant: string): string {
  return new Date(instant).toISOString()
}
