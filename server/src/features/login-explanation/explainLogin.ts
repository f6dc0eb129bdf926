import { isAllowedKind, type Proof } from '../../access/assurance.ts'
import type { Call } from '../../access/call.ts'
import type { FactorName } from '../../access/factorKinds.ts'
import {
  type FlowFacts,
  type FlowPerson,
  type FlowRequest,
  type LoginStep,
  nextStep,
  readFacts,
} from '../login-flow/index.ts'
import type { Deps } from '../manifest.ts'
import { factorsFailed } from '../sessions/index.ts'
import { lockoutRules } from '../settings/index.ts'

/** A factor that a person has set up or begun to set up. */
export interface ExplainedFactor {
  readonly kind: FactorName
  /** '' for kinds of which a person has at most one. */
  readonly id: string
  readonly name: string
  readonly counts: boolean
  /** Why it does not count; '' if it does. */
  readonly why: '' | 'not_allowed' | 'used_up' | 'not_ready'
}

/** What a project says about the login of a person. */
export interface ExplainedProject {
  readonly projectId: string
  readonly name: string
  readonly orgId: string
  readonly state: string
  readonly authorizationRequired: boolean
  readonly accessRequired: boolean
  readonly requiredAcr: string | null
}

/** Why a person is asked for what, refused or locked. */
export interface LoginExplanation {
  readonly facts: FlowFacts
  readonly person: FlowPerson
  readonly lockout: Awaited<ReturnType<typeof lockoutRules>>
  /** What a login would demand at its beginning, after the password, and after a passkey; undefined without such a factor. */
  readonly steps: {
    readonly fresh: LoginStep
    readonly afterPassword: LoginStep | undefined
    readonly afterPasskey: LoginStep | undefined
  }
  readonly factors: readonly ExplainedFactor[]
  /** Newest first. */
  readonly failures: readonly { readonly at: string; readonly factor: FactorName }[]
  readonly project: ExplainedProject | undefined
}

interface FactorRow {
  readonly kind: FactorName
  readonly factor_id: string
  readonly name: string
  readonly state: string
}

const factorsOf = (table: string) =>
  `select kind, factor_id, name, state, added_at from ${table} where instance_id = $1 and user_id = $2`
const factorsSql = `select kind, factor_id, name, state from (${factorsOf('user_factors')} union all ${factorsOf('user_webauthn')}) f
  order by added_at, kind, factor_id limit 200`

/** Reads the last checks of the user `$2` that failed, by the key of their stream; a removed user may have had the same id. */
const failuresSql = `select e.type, e.created_at as at from events e
  where e.instance_id = $1 and e.stream_id = $2 and e.stream_type = 'user'
    and e.type = any('{${factorsFailed.map(({ event }) => event.type).join(',')}}')
    and e.created_at >= (select u.created_at from users u where u.instance_id = $1 and u.user_id = $2)
  order by e.sequence desc limit 20`

const projectSql = `select project_id as "projectId", name, org_id as "orgId", state,
    authorization_required as "authorizationRequired", access_required as "accessRequired", required_acr as "requiredAcr"
  from projects where instance_id = $1 and project_id = $2`

/** Explains the login of a person, for one project if it is named; undefined for an unknown user. Reads by keys only. */
export async function explainLogin(
  { database }: Pick<Deps, 'database'>,
  call: Call,
  { userId, projectId }: { readonly userId: string; readonly projectId: string },
): Promise<LoginExplanation | undefined> {
  const key = [call.instance.id, userId]
  const [[project], factors, failures] = await Promise.all([
    projectId === '' ? [] : database.find<ExplainedProject>(projectSql, [call.instance.id, projectId]),
    database.find<FactorRow>(factorsSql, key),
    database.find<{ type: string; at: string }>(failuresSql, key),
  ])
  const account = { by: 'held' as const, userId, sessionId: null }
  const request = project && requestTo(project, call.now)
  const facts = await readFacts(database, call, { account, request })
  const { person } = facts
  if (person === undefined) return undefined
  const lockout = await lockoutRules(database, call.instance.id, person.orgId)
  return {
    facts,
    person,
    lockout,
    steps: {
      fresh: nextStep(facts),
      afterPassword: person.hasPassword ? stepAfter(facts, 'password') : undefined,
      afterPasskey: person.factors.includes('passkey') ? stepAfter(facts, 'passkey') : undefined,
    },
    factors: [...passwordOf(facts, person), ...factors.map((factor) => judged(factor, facts, person))],
    failures: failures.flatMap(({ type, at }) => {
      const failed = factorsFailed.find(({ event }) => event.type === type)
      return failed ? [{ at, factor: failed.kind }] : []
    }),
    project,
  }
}

/** A login to an application of the project that demands nothing further itself. */
function requestTo({ projectId, requiredAcr }: ExplainedProject, now: Date): FlowRequest {
  return {
    kind: 'oidc',
    id: '',
    clientId: '',
    projectId,
    arrivedAt: now.toISOString(),
    scope: [],
    prompt: [],
    uiLocales: [],
    demandedLevel: Number(requiredAcr?.at(-1) ?? 0),
    wantedLevels: [],
  }
}

function stepAfter(facts: FlowFacts, kind: 'password' | 'passkey'): LoginStep {
  const proof: Proof = { kind, at: facts.now.toISOString(), userVerified: kind === 'passkey' }
  return nextStep({ ...facts, session: { sessionId: '', proofs: [proof] } })
}

function passwordOf({ policy }: FlowFacts, { hasPassword }: FlowPerson): readonly ExplainedFactor[] {
  if (!hasPassword) return []
  const counts = policy.allowUsernamePassword
  return [{ kind: 'password', id: '', name: '', counts, why: counts ? '' : 'not_allowed' }]
}

function judged(
  { kind, factor_id: id, name, state }: FactorRow,
  { policy }: FlowFacts,
  { usedUp }: FlowPerson,
): ExplainedFactor {
  const why = () => {
    if (state !== 'ready') return 'not_ready'
    if (!isAllowedKind(policy, kind)) return 'not_allowed'
    return usedUp.includes(kind) ? 'used_up' : ''
  }
  const reason = why()
  return { kind, id, name, counts: reason === '', why: reason }
}
