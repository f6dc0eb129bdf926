import type { Call } from '../../../access/call.ts'
import type { Operation } from '../../../access/operation.ts'
import { hasPermission, requirePermission } from '../../../access/permission.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import type { Deps } from '../../manifest.ts'
import { expiringCredentials, failingJobs, lockedPeople, peopleWithoutFactor } from '../readAttention.ts'
import { type PastDays, pastDays, readDays } from '../readDays.ts'
import { countByOrganization, countPeople } from '../readPeople.ts'
import type { Scope } from '../scope.ts'
import { overviewReply } from './descriptions.ts'
import { listExpiring } from './expiring.ts'

/** The figures of an instance or organization in one reply, and the list of keys and tokens that expire. */
export function operations(deps: Deps): readonly Operation[] {
  const past = pastDays()
  return [readOverview(deps, past), listExpiring(deps)]
}

const readOverview = (deps: Deps, past: PastDays): Operation => ({
  method: 'GET',
  path: '/sallyport/v1/overview',
  describes: {
    name: 'ReadOverview',
    summary: 'Read the figures of the instance or an organization, and what needs attention',
    description:
      'Without `orgId` and `x-zitadel-orgid` of the instance. Figures of days count at most the newest 100,000 events at once, and keep those of days that are over for an hour; totals of lists stop at 1,000.',
    permission:
      '`user.read` there; keys of applications only with `project.app.read`, failing jobs only with `iam.read`',
    query: {
      days: {
        description: 'The number of days (UTC), with the present one.',
        schema: { type: 'integer', minimum: 1, maximum: 90, default: 30 },
      },
      orgId: { description: 'The id of an organization.', schema: { type: 'string' } },
      offset: {
        description: 'Organizations that are left out.',
        schema: { type: 'integer', minimum: 0, maximum: 1_000_000, default: 0 },
      },
      limit: {
        description: 'The most organizations.',
        schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
      },
    },
    reply: overviewReply,
  },
  async run({ query }, call) {
    const orgId = query.text('orgId') || (call.orgFromHeader ? call.orgId : '')
    requirePermission(call, 'user.read', { orgId: orgId || undefined })
    const scope: Scope = { instanceId: call.instance.id, orgId }
    const page = { offset: query.number('offset'), limit: query.number('limit') }
    const [days, people, organizations, attention] = await Promise.all([
      readDays(deps, call, scope, { days: query.number('days'), past }),
      countPeople(deps, scope),
      orgId === '' ? countByOrganization(deps, scope.instanceId, page) : undefined,
      readAttention(deps, call, scope),
    ])
    return {
      days: days.days.map((day) => ({ ...day })),
      countedSince: days.since,
      people: { ...people },
      ...(organizations && {
        organizations: { total: organizations.total, rows: organizations.rows.map((row) => ({ ...row })) },
      }),
      attention,
    }
  },
})

async function readAttention(deps: Deps, call: Call, scope: Scope) {
  const may = (permission: string) =>
    hasPermission(call.principal, permission, {
      instanceId: scope.instanceId,
      orgId: scope.orgId || undefined,
    })
  const [locked, withoutFactor, expiring, failing] = await Promise.all([
    lockedPeople(deps, call, scope),
    peopleWithoutFactor(deps, scope),
    expiringCredentials(deps, call, scope, may('project.app.read')),
    scope.orgId === '' && may('iam.read') ? failingJobs(deps, scope.instanceId) : undefined,
  ])
  return {
    locked: shown(locked),
    withoutFactorUnderForcedMfa: shown(withoutFactor),
    expiring: shown(expiring),
    ...(failing && { failingJobs: failing.map((job) => ({ ...job })) }),
  }
}

function shown<Row extends JsonObject>({
  total,
  capped,
  rows,
}: {
  total: number
  capped: boolean
  rows: readonly Row[]
}) {
  return { total, capped, rows: rows.map((row) => ({ ...row })) }
}
