import type { Call } from '../../../access/call.ts'
import type { Operation } from '../../../access/operation.ts'
import { type Reached, reachOf, requirePermission } from '../../../access/permission.ts'
import { count, flag, instant, listOf, object, text } from '../../../contract/openapi/ownOperations.ts'
import type { Deps } from '../../manifest.ts'
import { expiringKinds, readExpiring } from '../readExpiring.ts'

const row = object({
  kind: text(undefined, expiringKinds),
  id: text(),
  ownerId: text('The person, machine or application.'),
  ownerName: text(),
  'projectId?': text('The project of the application.'),
  orgId: text(),
  expiresAt: instant(),
  expired: flag(),
})

/** The keys and tokens that expire, of all that the caller may read. */
export const listExpiring = (deps: Deps): Operation => ({
  method: 'GET',
  path: '/sallyport/v1/expiring',
  describes: {
    name: 'ListExpiring',
    summary: 'List the keys and tokens that expire, the next one first',
    description:
      'Keys of applications, keys of machines and personal access tokens of all organizations, or of that of `orgId` or `x-zitadel-orgid`. Those that have expired come first, until the retention removes them.',
    permission:
      '`user.read` for keys of machines and personal access tokens, `project.app.read` for keys of applications, anywhere; the reply holds what the caller may read',
    query: {
      days: {
        description: 'The days from now within which they expire; 0 for those that have expired.',
        schema: { type: 'integer', minimum: 0, maximum: 36_500, default: 365 },
      },
      kind: { description: 'The only kind.', schema: { type: 'string', enum: expiringKinds } },
      orgId: { description: 'The id of an organization.', schema: { type: 'string' } },
      offset: {
        description: 'Keys and tokens that are left out.',
        schema: { type: 'integer', minimum: 0, maximum: 1_000_000, default: 0 },
      },
      limit: {
        description: 'The most keys and tokens.',
        schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
      },
    },
    reply: object({ total: count('The number of all.'), rows: listOf(row) }),
  },
  async run({ query }, call) {
    const orgId = query.text('orgId') || (call.orgFromHeader ? call.orgId : '')
    const users = organizationsOf(reachOf(call.principal, 'user.read', call.instance.id))
    const applications = reachOf(call.principal, 'project.app.read', call.instance.id)
    requireAny(call, orgId, [users, applications])
    const { total, rows } = await readExpiring(deps, call, {
      users,
      applications,
      orgId,
      kind: query.text('kind'),
      days: query.number('days'),
      offset: query.number('offset'),
      limit: query.number('limit'),
    })
    return {
      total,
      rows: rows.map(({ projectId, ...rest }) => ({ ...rest, ...(projectId !== null && { projectId }) })),
    }
  },
})

/** Users belong to organizations, so roles on projects and grants show none. */
function organizationsOf(reached: Reached): Reached {
  return reached === 'all' ? reached : { orgs: reached.orgs, projects: [], grants: [] }
}

/** Refuses callers who may read nothing there. Which projects an organization has is not known here, so any role on one counts. */
function requireAny(call: Call, orgId: string, reached: readonly Reached[]): void {
  const some = reached.some(
    (reach) =>
      reach === 'all' ||
      reach.projects.length > 0 ||
      (orgId === '' ? reach.orgs.length > 0 : reach.orgs.includes(orgId)),
  )
  if (!some) requirePermission(call, 'user.read', { orgId: orgId || undefined })
}
