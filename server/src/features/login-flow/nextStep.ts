import { beginsLogin } from '../../access/factorKinds.ts'
import { acceptsUser, otherOrganization, otherUser } from '../auth-requests/index.ts'
import { neverReleased } from '../users/events.ts'
import { anyFirstFactor, firstFactorStep, offerStep, secondFactorStep } from './factorSteps.ts'
import type { FlowFacts, FlowPerson } from './flowFacts.ts'
import { freshStep } from './freshStep.ts'
import { levelStep } from './levelStep.ts'
import type { Because, BlockedReason, FlowRule, LoginStep } from './loginStep.ts'
import { isSilent, type Standing, standingOf } from './standing.ts'

type Rule = (standing: Standing) => LoginStep | undefined

/** What is asked of a known person, in this order; the first rule that demands something decides. */
const rules: readonly Rule[] = [
  identityStep,
  blockedStep,
  initializeStep,
  firstFactorStep,
  passwordStep,
  emailStep,
  secondFactorStep,
  levelStep,
  enrolmentOffer,
  usernameStep,
  projectStep,
  consentStep,
]

/**
 * Returns the one thing that a login needs next; `done` if the person may go back to the application. It decides from the facts
 * alone, so that no page, address or repeated form can skip a step.
 */
export function nextStep(facts: FlowFacts): LoginStep {
  const person = visiblePerson(facts)
  if (person === undefined) return unknownStep(facts)
  if (isHidden(facts)) return anyFirstFactor(facts.context)
  const standing = standingOf(facts, person)
  for (const rule of rules) {
    const step = freshStep(standing, rule(standing))
    if (step) return lockedStep(standing, step) ?? step
  }
  return { kind: 'done', because: [] }
}

/** Returns the person of a page. A name that was only typed finds nobody outside of the organization that the request accepts. */
export function visiblePerson({ person, claim, request }: FlowFacts): FlowPerson | undefined {
  const organization = request?.organization
  if (claim === 'nobody' || person === undefined) return undefined
  if (claim === 'named' && organization !== undefined && organization !== person.orgId) return undefined
  return person
}

/** Whether nothing may show that the typed name is known (`ignoreUnknownUsernames`). */
export function isHidden({ claim, context, policy }: FlowFacts): boolean {
  return claim === 'named' && (context.ignoreUnknownUsernames || policy.ignoreUnknownUsernames)
}

function unknownStep({ claim, context, offered, request }: FlowFacts): LoginStep {
  if (claim === 'named' && context.ignoreUnknownUsernames) return anyFirstFactor(context)
  if (claim !== 'nobody' || offered === 0) return { kind: 'identify', because: [] }
  const asked = request?.prompt.includes('select_account')
  const because: readonly Because[] = asked ? [{ rule: 'prompt_select_account', level: 'application' }] : []
  return { kind: 'choose_account', because }
}

function identityStep({ facts: { request }, person }: Standing): LoginStep | undefined {
  const { organization } = request ?? {}
  if (organization !== undefined && organization !== person.orgId) {
    return refused('other_organization', otherOrganization)
  }
  return acceptsUser(request ?? {}, person.userId) ? undefined : refused('other_user', otherUser)
}

function refused(rule: FlowRule, refusal: typeof otherOrganization | typeof otherUser): LoginStep {
  return { kind: 'refused', refusal, because: [{ rule, level: 'application' }] }
}

function blockedStep({ person }: Standing): LoginStep | undefined {
  if (person.kind === 'machine') return blocked('machine', 'machine_user', 'person')
  if (!person.orgActive) return blocked('organization_inactive', 'organization_inactive', 'org')
  if (person.status === 'inactive') return blocked('inactive', 'user_inactive', 'person')
  if (person.status === 'locked' && person.lockedUntil === null) {
    return blocked('locked', 'user_locked', 'person')
  }
  return undefined
}

function blocked(
  reason: BlockedReason,
  rule: FlowRule,
  level: Because['level'],
  until: string | null = null,
): LoginStep {
  return { kind: 'blocked', reason, until, because: [{ rule, level }] }
}

/** An automatic lock stops every check, but not a session that needs none (ADR 7). */
function lockedStep({ person, facts }: Standing, { kind }: LoginStep): LoginStep | undefined {
  const { status, lockedUntil } = person
  if (status !== 'locked' || lockedUntil === null || new Date(lockedUntil) <= facts.now) return undefined
  if (kind !== 'first_factor' && kind !== 'second_factor' && kind !== 'set_up_first') return undefined
  return blocked('locked', 'user_locked', 'person', lockedUntil === neverReleased ? null : lockedUntil)
}

function initializeStep({ person }: Standing): LoginStep | undefined {
  if (person.status !== 'initial') return undefined
  return { kind: 'initialize', because: [{ rule: 'initialization_open', level: 'person' }] }
}

const day = 86_400_000

/** Demands another password of people who began this login with one. */
function passwordStep({ person, counted, facts }: Standing): LoginStep | undefined {
  const begun = counted.filter(({ kind }) => beginsLogin(kind))
  if (person.passwordChangedAt === null || begun.some(({ kind }) => kind !== 'password')) return undefined
  if (person.passwordChangeRequired) {
    const because: readonly Because[] = [{ rule: 'password_change_required', level: 'person' }]
    return { kind: 'change_password', reason: 'required', because }
  }
  const { maxDays, level } = person.passwordAge
  if (maxDays === 0 || facts.now.getTime() < Date.parse(person.passwordChangedAt) + maxDays * day) {
    return undefined
  }
  const because: readonly Because[] = [{ rule: 'password_expired', level, values: { days: String(maxDays) } }]
  return { kind: 'change_password', reason: 'expired', because }
}

/** Demands a verified address wherever one can be verified: without a provider of mails nobody could pass. */
function emailStep({ person, facts }: Standing): LoginStep | undefined {
  if (person.emailVerified || person.email === '' || !facts.channels.mail) return undefined
  return { kind: 'verify_email', because: [{ rule: 'email_unverified', level: 'instance' }] }
}

function enrolmentOffer(standing: Standing): LoginStep | undefined {
  return isSilent(standing.facts.request) ? undefined : offerStep(standing)
}

/** Demands a name of their own of people whose name was claimed: they keep the temporary one until then. */
function usernameStep({ person }: Standing): LoginStep | undefined {
  if (!person.usernameIsTemporary) return undefined
  return { kind: 'change_username', because: [{ rule: 'username_claimed', level: 'instance' }] }
}

/** Asks whether an application that nobody of this server has added may use the account (OpenID Connect Core §3.1.2.4). */
function consentStep({ facts: { request } }: Standing): LoginStep | undefined {
  if (!request?.asksConsent) return undefined
  return { kind: 'consent', because: [{ rule: 'consent', level: 'application' }] }
}

function projectStep({ facts }: Standing): LoginStep | undefined {
  const refusal = facts.application?.admission?.refusal
  if (refusal === undefined) return undefined
  return { kind: 'refused', refusal, because: [{ rule: 'project_refused', level: 'project' }] }
}
