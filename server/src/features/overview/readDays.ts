import type { Call } from '../../access/call.ts'
import type { Deps } from '../manifest.ts'
import { oidcSessionAdded } from '../oidc-sessions/events.ts'
import { factorsAdded, factorsFailed, factorsRemoved } from '../sessions/index.ts'
import { userLocked } from '../users/events.ts'
import type { Scope } from './scope.ts'

const typesOf = (events: readonly { readonly event: { readonly type: string } }[]) =>
  new Set(events.map(({ event }) => event.type))

/** The figures of a day, by the types of events that they count. */
const figures = {
  logins: new Set([oidcSessionAdded.type]),
  failedChecks: typesOf(factorsFailed),
  locks: new Set([userLocked.type]),
  factorsAdded: typesOf(factorsAdded),
  factorsRemoved: typesOf(factorsRemoved),
} as const satisfies Readonly<Record<string, ReadonlySet<string>>>

/** The name of a figure. */
export type Figure = keyof typeof figures

/** The names of all figures. */
export const figureNames = Object.keys(figures) as readonly Figure[]

/** A day in UTC and its figures. */
export type Day = { readonly date: string } & Readonly<Record<Figure, number>>

/** The most events that are counted, the newest ones. */
const mostCounted = 100_000
const day = 86_400_000

const counted = `{${Object.values(figures)
  .flatMap((types) => [...types])
  .join(',')}}`

interface Row {
  readonly date: string
  readonly type: string
  readonly events: number
  readonly first: string
}

/** Counts events by day and type since `$2`; the scope is a condition on the owner `$3`. */
export const daysSql = (scope: 'instance' | 'organization') => `with counted as (
    select e.created_at, e.type from events e
     where e.instance_id = $1 and e.type = any('${counted}') and e.created_at >= $2::timestamptz
       ${scope === 'organization' ? 'and e.owner = $3' : ''}
     order by e.created_at desc limit ${mostCounted})
  select (c.created_at at time zone 'UTC')::date::text as date, c.type, count(*)::int as events, min(c.created_at) as first
    from counted c group by 1, 2`

/**
 * Counts what happened on each of the last days (UTC), the present one included and the oldest first. `since` is the instant from which
 * on the figures are complete: at most 100,000 events are counted, the newest ones. A login is a grant of tokens to an application.
 */
export async function readDays(
  { database }: Pick<Deps, 'database'>,
  { now }: Pick<Call, 'now'>,
  { instanceId, orgId }: Scope,
  days: number,
): Promise<{ readonly days: readonly Day[]; readonly since: string }> {
  const today = Date.parse(now.toISOString().slice(0, 10))
  const begin = new Date(today - (days - 1) * day).toISOString()
  const rows = await database.query<Row>(
    daysSql(orgId === '' ? 'instance' : 'organization'),
    orgId === '' ? [instanceId, begin] : [instanceId, begin, orgId],
  )
  const total = rows.reduce((sum, { events }) => sum + events, 0)
  const first = rows.map((row) => row.first).sort()[0] ?? begin
  const dates = Array.from({ length: days }, (_, at) =>
    new Date(today - (days - 1 - at) * day).toISOString().slice(0, 10),
  )
  return {
    days: dates.map((date) => dayOf(date, rows)),
    since: total === mostCounted ? first : begin,
  }
}

function dayOf(date: string, rows: readonly Row[]): Day {
  const own = rows.filter((row) => row.date === date)
  const sum = (types: ReadonlySet<string>) =>
    own.filter(({ type }) => types.has(type)).reduce((total, { events }) => total + events, 0)
  const counts = figureNames.map((name) => [name, sum(figures[name])] as const)
  return { date, ...(Object.fromEntries(counts) as Record<Figure, number>) }
}
