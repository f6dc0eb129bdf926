import type { Call } from '../../access/call.ts'
import { readFromOf } from '../../access/personReads.ts'
import type { Find } from '../../database/batchedFind.ts'
import type { Read } from '../../eventlog/keptReads.ts'
import { type AdmissionRow, admissionSql } from '../authorizations/index.ts'
import type { FlowRequest } from './flowFacts.ts'
import { namesUser } from './matchAccounts.ts'

/** Why nobody can register in an organization for a request: it does not exist or is deactivated, or a new account could not answer. */
export type NewcomersRefused = 'no_organization' | 'not_for_request'

const statement = `select exists (select from organizations o
    where o.instance_id = $1 and o.org_id = $2 and o.state = 'active') as organization,
  (select row_to_json(r) from (${admissionSql({
    instanceId: '$1',
    projectId: '$3',
    userId: "''",
    userOrgId: '$2',
  })}) r) as admission`

interface NewcomersRow {
  readonly organization: boolean
  readonly admission: AdmissionRow | null
}

/**
 * Says whether an account that does not exist yet could answer a request: one of this organization, or of one that is created with the
 * account (`null`). Where only an authorization is missing, it may be given once the account exists. The row may be kept.
 */
export async function refuseNewcomers(
  read: Read,
  source: { readonly find: Find },
  { instance }: Pick<Call, 'instance'>,
  { request, orgId }: { readonly request: FlowRequest | undefined; readonly orgId: string | null },
): Promise<NewcomersRefused | undefined> {
  const projectId = request?.projectId ?? ''
  const values = [instance.id, orgId ?? '', projectId]
  const row = await read({
    kind: 'newcomers',
    key: JSON.stringify(values),
    load: async () => (await source.find<NewcomersRow>(statement, values))[0],
    // Made-up organizations fill no cache.
    readFrom: (found) => (orgId === null || found?.organization ? readFromOf(instance.id, []) : undefined),
  })
  if (orgId !== null && !row?.organization) return 'no_organization'
  const isElsewhere = request?.organization !== undefined && request.organization !== orgId
  const isRefused = projectId !== '' && !row?.admission?.has_access
  return isElsewhere || isRefused || namesUser(request) ? 'not_for_request' : undefined
}
