import { LRUCache } from 'lru-cache'
import type { Call } from '../../access/call.ts'
import { fastPaths } from '../../kernel/fastPaths.ts'
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

/** The most events that one statement counts, the newest ones. */
const mostCounted = 100_000
const day = 86_400_000

/** Milliseconds after its end from which on a day cannot get further events: the clocks of processes differ, and appends take time. */
const settling = 10 * 60_000

const counted = `{${Object.values(figures)
  .flatMap((types) => [...types])
  .join(',')}}`

interface Row {
  readonly date: string
  readonly type: string
  readonly events: number
  readonly first: string
}

/** Counts events by day and type from `$2` until before `$3`; the scope is a condition on the owner `$4`. */
export const daysSql = (scope: 'instance' | 'organization') => `with counted as (
    select e.created_at, e.type from events e
     where e.instance_id = $1 and e.type = any('${counted}') and e.created_at >= $2::timestamptz and e.created_at < $3::timestamptz
       ${scope === 'organization' ? 'and e.owner = $4' : ''}
     order by e.created_at desc limit ${mostCounted})
  select (c.created_at at time zone 'UTC')::date::text as date, c.type, count(*)::int as events, min(c.created_at) as first
    from counted c group by 1, 2`

/** The figures of days that are over, for an hour: the retention of sessions removes their events later. */
export type PastDays = Pick<LRUCache<string, Day>, 'get' | 'set'>

/** Returns an empty store of days that are over; without fast paths it keeps nothing. */
export function pastDays(): PastDays {
  return fastPaths ? new LRUCache({ max: 20_000, ttl: 3_600_000 }) : new LRUCache({ max: 1, ttl: 1 })
}

/**
 * Counts what happened on each of the last days (UTC), the present one included and the oldest first. `since` is the instant from which
 * on the figures are complete: one call counts at most the newest 100,000 events, apart from those of days that `past` knows. A login is
 * a grant of tokens to an application.
 */
export async function readDays(
  { database }: Pick<Deps, 'database'>,
  { now }: Pick<Call, 'now'>,
  { instanceId, orgId }: Scope,
  { days, past }: { readonly days: number; readonly past: PastDays },
): Promise<{ readonly days: readonly Day[]; readonly since: string }> {
  const today = Date.parse(now.toISOString().slice(0, 10))
  const dates = Array.from({ length: days }, (_, at) => today - (days - 1 - at) * day)
  const begun = orgId === '' ? undefined : await creationOf(database, { instanceId, orgId })
  const keyOf = (date: number) => `${instanceId} ${orgId} ${begun ?? ''} ${date}`
  const known = dates.map((date) => past.get(keyOf(date)))
  // The newest days that are known stand between those that are counted.
  const lastKnown = known.findLastIndex((one) => one !== undefined)
  const firstKnown = known.findLastIndex((one, at) => one === undefined && at < lastKnown) + 1
  const recent = await countDays(database, { instanceId, orgId, begun }, dates.slice(lastKnown + 1))
  const before = dates.slice(0, firstKnown)
  const older = recent.isCapped
    ? uncounted(before)
    : await countDays(database, { instanceId, orgId, begun }, before)
  for (const { days: counts, since } of [older, recent]) {
    for (const one of counts) {
      const date = Date.parse(one.date)
      if (date >= since && date + day + settling <= now.getTime()) past.set(keyOf(date), one)
    }
  }
  const between = known.slice(firstKnown, lastKnown + 1).filter((one) => one !== undefined)
  const since = recent.isCapped ? recent.since : Math.max(older.since, dates[0] ?? today)
  return { days: [...older.days, ...between, ...recent.days], since: new Date(since).toISOString() }
}

/** Returns when an organization was created, whose id may have been that of a removed one; undefined for a removed organization. */
async function creationOf(
  database: Deps['database'],
  { instanceId, orgId }: Scope,
): Promise<string | undefined> {
  const [row] = await database.query<{ created_at: string }>(
    'select created_at from organizations where instance_id = $1 and org_id = $2',
    [instanceId, orgId],
  )
  return row?.created_at
}

/** The figures of days; complete from `since` on, in milliseconds since 1970. */
interface CountedDays {
  readonly days: readonly Day[]
  readonly since: number
  readonly isCapped: boolean
}

/** Counts days that follow each other, given by their begins. */
async function countDays(
  database: Deps['database'],
  { instanceId, orgId, begun }: Scope & { readonly begun: string | undefined },
  dates: readonly number[],
): Promise<CountedDays> {
  const [begin, last] = [dates[0], dates.at(-1)]
  if (begin === undefined || last === undefined) return { days: [], since: 0, isCapped: false }
  const from = begun !== undefined && Date.parse(begun) > begin ? begun : new Date(begin).toISOString()
  const period = [from, new Date(last + day).toISOString()]
  const rows = await database.query<Row>(
    daysSql(orgId === '' ? 'instance' : 'organization'),
    orgId === '' ? [instanceId, ...period] : [instanceId, ...period, orgId],
  )
  const total = rows.reduce((sum, { events }) => sum + events, 0)
  const isCapped = total === mostCounted
  const first = Math.min(...rows.map((row) => Date.parse(row.first)))
  return { days: dates.map((date) => dayOf(date, rows)), since: isCapped ? first : begin, isCapped }
}

function uncounted(dates: readonly number[]): CountedDays {
  return { days: dates.map((date) => dayOf(date, [])), since: Number.POSITIVE_INFINITY, isCapped: true }
}

function dayOf(begin: number, rows: readonly Row[]): Day {
  const date = new Date(begin).toISOString().slice(0, 10)
  const own = rows.filter((row) => row.date === date)
  const sum = (types: ReadonlySet<string>) =>
    own.filter(({ type }) => types.has(type)).reduce((total, { events }) => total + events, 0)
  const counts = figureNames.map((name) => [name, sum(figures[name])] as const)
  return { date, ...(Object.fromEntries(counts) as Record<Figure, number>) }
}
