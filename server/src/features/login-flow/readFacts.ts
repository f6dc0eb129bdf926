import type { Proof } from '../../access/assurance.ts'
import type { Call } from '../../access/call.ts'
import type { FactorName } from '../../access/factorKinds.ts'
import { readFromOf } from '../../access/personReads.ts'
import type { Find } from '../../database/batchedFind.ts'
import type { Read, ReadFrom } from '../../eventlog/keptReads.ts'
import { skippedAtSql } from '../assurance/index.ts'
import { type AdmissionRow, admissionOf, admissionSql } from '../authorizations/index.ts'
import {
  type PolicyRules,
  policyOfUserSql,
  policyRulesOf,
  policyRulesSql,
  policySql,
  standingProofs,
  type VoidedRows,
} from '../login-policies/index.ts'
import { activeChannelsSql } from '../notifications/index.ts'
import { newestKeysSql } from '../passkeys/index.ts'
import { assuranceColumns } from '../sessions/index.ts'
import { freshProofMinutesSql, type PasswordAge, passwordAgeOf, passwordAgeSql } from '../settings/index.ts'
import { isTemporaryUsername, loginNameKey, preferredLoginName, userRowEvents } from '../users/index.ts'
import type { FlowApplication, FlowFacts, FlowPerson, FlowPolicy, FlowRequest } from './flowFacts.ts'
import { personSql } from './personSql.ts'

/** How a page names the account that it is about. `held` is for accounts that the caller has found in this browser. */
export type FlowAccount =
  | { readonly by: 'nobody' }
  | { readonly by: 'loginName'; readonly loginName: string }
  | { readonly by: 'userId'; readonly userId: string }
  | { readonly by: 'held'; readonly userId: string; readonly sessionId: string | null }

/** What a page knows before it reads the facts. */
export interface FactsKey {
  readonly account: FlowAccount
  readonly request?: FlowRequest | undefined
  /** The id of the organization that the page is about; the one that the request accepts wins. */
  readonly organization?: string | undefined
  /** The number of accounts among which the person can choose; 0 by default. */
  readonly offered?: number
  readonly codeProved?: boolean
}

const { proofs, factors, voided } = assuranceColumns

const columns = {
  proofs: `case when c.session_id is not null then ${proofs} end`,
  session_id: 'c.session_id',
  expires_at: 'c.expires_at',
  factors,
  voided,
  policy: policyRulesSql('p'),
  context: policyRulesSql('x'),
  user_id: 'u.user_id',
  org_id: 'u.org_id',
  kind: 'u.kind',
  status: 'u.status',
  locked_until: 'u.locked_until',
  org_active: `(select o.state = 'active' from organizations o
    where o.instance_id = i.instance_id and o.org_id = u.org_id)`,
  login_name: preferredLoginName,
  display_name: 'u.display_name',
  preferred_language: 'u.preferred_language',
  email: 'u.email',
  email_verified: 'u.email_verified',
  phone: 'u.phone',
  phone_verified: 'u.phone_verified',
  fresh_minutes: freshProofMinutesSql('i.instance_id'),
  has_password: 'u.has_password',
  password_changed_at: 'u.password_changed_at',
  password_change_required: 'u.password_change_required',
  password_age: passwordAgeSql('i.instance_id', 'u.org_id'),
  keys_added_at: newestKeysSql,
  skipped_at: skippedAtSql,
  channels: activeChannelsSql,
  organization: `(select o.org_id from organizations o where o.instance_id = i.instance_id and o.org_id = $4)`,
  application: `(select json_build_object('projectName', t.name, 'orgId', t.org_id, 'branding', t.private_labeling,
      'name', coalesce(a.name, d.name), 'document', d.client_id is not null, 'native', a.config->>'appType' = 'native',
      'skipsSuccessPage', a.config->'skipNativeAppSuccessPage')
    from projects t
    left join applications a on a.instance_id = t.instance_id and a.client_id = $5
    left join client_documents d on d.instance_id = t.instance_id and d.client_id = $5
   where t.instance_id = i.instance_id and t.project_id = $10)`,
  admission: `(select row_to_json(r) from (${admissionSql({
    instanceId: 'i.instance_id',
    projectId: '$10',
    userId: 'u.user_id',
    userOrgId: 'u.org_id',
  })}) r)`,
}

interface FactsRow {
  readonly proofs: readonly Proof[] | null
  readonly session_id: string | null
  readonly expires_at: string | null
  readonly factors: readonly { readonly kind: FactorName; readonly usedUp: boolean }[] | null
  readonly voided: VoidedRows
  readonly policy: PolicyRules | null
  readonly context: PolicyRules | null
  readonly user_id: string | null
  readonly org_id: string
  readonly kind: FlowPerson['kind']
  readonly status: FlowPerson['status']
  readonly locked_until: string | null
  readonly org_active: boolean
  readonly login_name: string
  readonly display_name: string
  readonly preferred_language: string
  readonly email: string
  readonly email_verified: boolean
  readonly phone: string
  readonly phone_verified: boolean
  readonly fresh_minutes: number
  readonly has_password: boolean
  readonly password_changed_at: string | null
  readonly password_change_required: boolean
  readonly password_age: PasswordAge | null
  readonly keys_added_at: FlowPerson['keysAddedAt'] | null
  readonly skipped_at: string | null
  readonly channels: readonly string[]
  readonly organization: string | null
  readonly application: {
    readonly projectName: string
    readonly document: boolean
    readonly orgId: string
    readonly branding: FlowApplication['branding']
    readonly name: string | null
    readonly native: boolean | null
    readonly skipsSuccessPage: boolean | null
  } | null
  readonly admission: AdmissionRow | null
}

const statement = `select ${Object.entries(columns)
  .map(([name, sql]) => `${sql} as ${name}`)
  .join(', ')}
  from instances i
  left join lateral (${policySql('$4')}) x on true
  left join lateral (${personSql}) u on true
  left join lateral (select * from sessions s where s.instance_id = i.instance_id and s.session_id = $3
    and s.user_id = u.user_id offset 0) c on true
  left join lateral (${policyOfUserSql}) p on true
 where i.instance_id = $1`

/** Reads everything that the next step depends on, in one statement by keys; a unit of work reads through itself. */
export async function readFacts(
  source: { readonly find: Find },
  call: Pick<Call, 'instance' | 'now'>,
  key: FactsKey,
): Promise<FlowFacts> {
  const [row] = await source.find<FactsRow>(statement, valuesOf(call, key))
  return factsOf(row, call, key)
}

/** The facts, and the organization that the key or its request names, if it exists. */
export interface KeptFacts {
  readonly facts: FlowFacts
  readonly organization: string | undefined
}

/** As `readFacts`, for pages: the row may be kept. */
export async function readKeptFacts(
  read: Read,
  source: { readonly find: Find },
  call: Pick<Call, 'instance' | 'now'>,
  key: FactsKey,
): Promise<KeptFacts> {
  const values = valuesOf(call, key)
  const row = await read({
    kind: 'facts',
    key: JSON.stringify(values),
    load: async () => (await source.find<FactsRow>(statement, values))[0],
    readFrom: (row) => row && readFromRow(call.instance.id, key.account, row),
  })
  return { facts: factsOf(row, call, key), organization: row?.organization ?? undefined }
}

/**
 * Every event that may change the row of any user may change whom a name means; of other events only those of this person count. The
 * documents of clients change without events.
 */
function readFromRow(instanceId: string, account: FlowAccount, row: FactsRow): ReadFrom | undefined {
  if (row.application?.document) return undefined
  const user = 'userId' in account ? account.userId : (row.user_id ?? undefined)
  const session = account.by === 'held' && account.sessionId
  return readFromOf(
    instanceId,
    [{ user: user === undefined ? [] : [user], session: session ? [session] : [] }],
    account.by === 'loginName' ? userRowEvents : undefined,
  )
}

function valuesOf({ instance }: Pick<Call, 'instance'>, key: FactsKey): readonly string[] {
  const { account, request } = key
  const name = account.by === 'loginName' ? account.loginName.trim() : ''
  const { login_name, login_user, login_domain } = loginNameKey(name)
  return [
    instance.id,
    'userId' in account ? account.userId : '',
    (account.by === 'held' && account.sessionId) || '',
    request?.organization ?? key.organization ?? '',
    request?.clientId ?? '',
    login_name,
    login_user,
    login_domain,
    phoneOf(name),
    request?.projectId ?? '',
  ]
}

function factsOf(
  row: FactsRow | undefined,
  { instance, now }: Pick<Call, 'instance' | 'now'>,
  { account, request, offered = 0, codeProved = false }: FactsKey,
): FlowFacts {
  if (row === undefined) throw new Error(`there is no instance ${instance.id}`)
  const context = policyOf(row.context)
  const person = personOf(row)
  return {
    now,
    claim: claimOf(account),
    context,
    policy: person ? policyOf(row.policy) : context,
    person,
    session: sessionOf(row, now),
    request,
    application: applicationOf(row, request),
    offered,
    freshMinutes: row.fresh_minutes,
    channels: { mail: row.channels.includes('email'), sms: row.channels.includes('sms') },
    codeProved,
  }
}

/** A text as a phone number is stored; '' if it is too long for one. */
function phoneOf(name: string): string {
  return name.length <= 20 ? name.replaceAll(/[\s()./-]/g, '') : ''
}

function claimOf({ by }: FlowAccount): FlowFacts['claim'] {
  if (by === 'nobody' || by === 'held') return by
  return 'named'
}

function policyOf(row: PolicyRules | null): FlowPolicy {
  const { isDefault, ...rules } = policyRulesOf(row)
  return { ...rules, level: isDefault ? 'instance' : 'org' }
}

function personOf(row: FactsRow): FlowPerson | undefined {
  if (row.user_id === null) return undefined
  const age = passwordAgeOf(row.password_age)
  const factors = row.factors ?? []
  return {
    userId: row.user_id,
    orgId: row.org_id,
    kind: row.kind,
    status: row.status,
    lockedUntil: row.locked_until,
    orgActive: row.org_active,
    loginName: row.login_name,
    usernameIsTemporary: isTemporaryUsername(row.login_name),
    displayName: row.display_name,
    preferredLanguage: row.preferred_language,
    email: row.email,
    emailVerified: row.email_verified,
    phone: row.phone,
    phoneVerified: row.phone_verified,
    hasPassword: row.has_password,
    passwordChangedAt: row.password_changed_at,
    passwordChangeRequired: row.password_change_required,
    passwordAge: { maxDays: age.value.maxAgeDays, level: age.isDefault ? 'instance' : 'org' },
    factors: factors.map(({ kind }) => kind),
    usedUp: factors.filter(({ usedUp }) => usedUp).map(({ kind }) => kind),
    keysAddedAt: row.keys_added_at ?? {},
    skippedAt: row.skipped_at,
  }
}

function sessionOf({ session_id, expires_at, proofs, voided }: FactsRow, now: Date) {
  if (session_id === null || (expires_at !== null && new Date(expires_at) <= now)) return undefined
  return { sessionId: session_id, proofs: standingProofs(proofs ?? [], voided) }
}

function applicationOf(
  { application, admission, user_id }: FactsRow,
  request: FlowRequest | undefined,
): FlowApplication | undefined {
  if (request === undefined || request.kind === 'account') return undefined
  const { projectName = '', orgId = '', branding = 'unspecified' } = application ?? {}
  return {
    name: application?.name ?? '',
    projectName,
    orgId,
    branding,
    showsSuccess: application?.native === true && application.skipsSuccessPage !== true,
    admission: user_id === null ? undefined : admissionOf(admission ?? undefined),
  }
}
