import type { Transaction } from '../../eventlog/types.ts'
import { type Refusal, refuse } from '../../kernel/refusal.ts'

const accessRequired = refuse(
  'authorizations.project_access_required',
  'permission_denied',
  'the organization of the user has no access to this project; grant the project to it',
)
const authorizationRequired = refuse(
  'authorizations.authorization_required',
  'permission_denied',
  'the user has no authorization on this project; give the user one',
)
const projectUnusable = refuse(
  'authorizations.project_unusable',
  'failed_precondition',
  'the project of this application is inactive or removed; reactivate it',
)

/** What a project says about the login of a user: why it is refused, and which assurance it needs. */
export interface ProjectAdmission {
  readonly refusal: Refusal | undefined
  /** `urn:sallyport:aal:1` to `3`; null demands none. */
  readonly requiredAcr: string | null
  /** The demands of the project that an authorization or a grant has met; tokens lean on these. */
  readonly admittedBy: readonly ('authorization' | 'access')[]
}

/**
 * SQL of whether an authorization or a project grant, by its alias, is in force and, if `since` is given (SQL of an instant), has been so
 * without a break since then: one that was added or reactivated later does not carry tokens that an earlier one admitted.
 */
function inForceSql(row: string, since: string | undefined): string {
  const continuous =
    since === undefined ? '' : ` and greatest(${row}.created_at, ${row}.reactivated_at) <= ${since}`
  return `${row}.state = 'active'${continuous}`
}

/** SQL of whether an organization has a grant, in force as in `inForceSql`, of the project with this alias. */
export function hasGrantSql(of: {
  readonly project: string
  readonly orgId: string
  readonly since?: string
}): string {
  return `exists (select from project_grants g where g.instance_id = ${of.project}.instance_id
    and g.project_id = ${of.project}.project_id and g.granted_org_id = ${of.orgId} and ${inForceSql('g', of.since)})`
}

/** SQL of whether a user has an authorization on a project that is in force as in `inForceSql`, as is its grant; its parts are SQL. */
export function isAuthorizedSql(of: {
  readonly instanceId: string
  readonly projectId: string
  readonly userId: string
  readonly since?: string
}): string {
  // Nested by keys: a plan made while the tables are small must not join all rows of an instance.
  return `exists (select from authorizations a
    cross join lateral (select from projects p where p.instance_id = a.instance_id and p.project_id = a.project_id
      and p.added_sequence <= a.project_sequence offset 0) p
    where a.instance_id = ${of.instanceId} and a.project_id = ${of.projectId} and a.user_id = ${of.userId}
      and ${inForceSql('a', of.since)} and (a.grant_id is null or exists (select from project_grants g
        where g.instance_id = a.instance_id and g.project_id = a.project_id and g.grant_id = a.grant_id
          and ${inForceSql('g', of.since)})))`
}

/** What a project demands, and what of it a user has; the columns of `admissionSql`. */
export interface AdmissionRow {
  readonly required_acr: string | null
  readonly needs_grant: boolean
  readonly needs_authorization: boolean
  readonly has_access: boolean
  readonly is_authorized: boolean
}

/** SQL that selects the `AdmissionRow` of a user on an active project; its parts are SQL. */
export function admissionSql(of: {
  readonly instanceId: string
  readonly projectId: string
  readonly userId: string
  readonly userOrgId: string
}): string {
  const { instanceId, projectId, userId, userOrgId } = of
  return `select t.required_acr, t.authorization_required as needs_authorization,
        t.access_required and t.org_id <> ${userOrgId} as needs_grant,
        not t.access_required or t.org_id = ${userOrgId} or ${hasGrantSql({ project: 't', orgId: userOrgId })} as has_access,
        not t.authorization_required
          or ${isAuthorizedSql({ instanceId: 't.instance_id', projectId: 't.project_id', userId })} as is_authorized
       from projects t where t.instance_id = ${instanceId} and t.project_id = ${projectId} and t.state = 'active'`
}

const statement = admissionSql({ instanceId: '$1', projectId: '$2', userId: '$3', userOrgId: '$4' })

/** The demands of an active project that are the same for everybody. */
export interface ProjectDemands {
  readonly org_id: string
  readonly required_acr: string | null
  readonly access_required: boolean
  readonly authorization_required: boolean
}

/** SQL that selects the `ProjectDemands` of a project if it is active; its parts are SQL. */
export function projectDemandsSql(of: { readonly instanceId: string; readonly projectId: string }): string {
  return `select t.org_id, t.required_acr, t.access_required, t.authorization_required from projects t
    where t.instance_id = ${of.instanceId} and t.project_id = ${of.projectId} and t.state = 'active'`
}

/**
 * Says whether a user may log in to the applications of a project with these demands (notes §6). If the project requires access, the user's
 * organization must own it or have an active grant; then, if it requires an authorization, the user must have an active one, of any
 * organization, whose grant is active, too.
 */
export async function projectAdmits(
  tx: Pick<Transaction, 'instanceId' | 'find'>,
  demands: ProjectDemands | undefined,
  login: { readonly projectId: string; readonly userId: string; readonly userOrgId: string },
): Promise<ProjectAdmission> {
  const { instanceId } = tx
  const { projectId, userId, userOrgId } = login
  if (demands === undefined) return admissionOf(undefined)
  const asksUser = demands.authorization_required || (demands.access_required && demands.org_id !== userOrgId)
  if (!asksUser) return { refusal: undefined, requiredAcr: demands.required_acr, admittedBy: [] }
  const [row] = await tx.find<AdmissionRow>(statement, [instanceId, projectId, userId, userOrgId])
  return admissionOf(row)
}

/** Returns what a project says about the login of the user of this row; undefined if the project cannot be used. */
export function admissionOf(row: AdmissionRow | undefined): ProjectAdmission {
  if (row === undefined) return { refusal: projectUnusable, requiredAcr: null, admittedBy: [] }
  const refusal = !row.has_access ? accessRequired : row.is_authorized ? undefined : authorizationRequired
  const admittedBy = [
    ...(row.needs_authorization ? (['authorization'] as const) : []),
    ...(row.needs_grant ? (['access'] as const) : []),
  ]
  return { refusal, requiredAcr: row.required_acr, admittedBy }
}

/** Returns how a project admitted a login, as the answer keeps it: later authorizations and grants do not carry its tokens. */
export function keptAdmission(
  { admittedBy }: ProjectAdmission,
  now: Date,
): { readonly admittedBy?: ('authorization' | 'access')[]; readonly admittedAt?: string } {
  return admittedBy.length === 0 ? {} : { admittedBy: [...admittedBy], admittedAt: now.toISOString() }
}

/** Adds the level that the project demands by now to the one that it demanded when the request arrived. */
export function withProjectLevel<Request extends { readonly demandedLevel?: number | undefined }>(
  request: Request,
  requiredAcr: ProjectAdmission['requiredAcr'],
): Request {
  const level = Number(requiredAcr?.slice(-1) ?? 0)
  return level > (request.demandedLevel ?? 0) ? { ...request, demandedLevel: level } : request
}
