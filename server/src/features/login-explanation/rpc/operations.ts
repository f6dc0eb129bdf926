import type { Call } from '../../../access/call.ts'
import type { Operation } from '../../../access/operation.ts'
import { hasPermission, requirePermission } from '../../../access/permission.ts'
import { DomainError, refuse } from '../../../kernel/refusal.ts'
import type { Because, LoginStep } from '../../login-flow/index.ts'
import type { Deps } from '../../manifest.ts'
import { notHuman, userNotFound } from '../../users/index.ts'
import { explainLogin, type LoginExplanation } from '../explainLogin.ts'
import { explanationReply } from './descriptions.ts'

const projectUnknown = refuse(
  'explain.project_not_found',
  'not_found',
  'there is no such project, or you may not read it; check the id',
)

/** The decision of the login pages about a person, with the facts that lead to it. */
export const operations = (deps: Deps): readonly Operation[] => [
  {
    method: 'GET',
    path: '/sallyport/v1/users/:userId/explain',
    describes: {
      name: 'ExplainLogin',
      summary: 'Explain why a person is asked for a factor, refused or locked',
      description:
        'Decides by the rule of the login pages what a login of the person would demand now. With `projectId` for an application of this project, which the caller must be allowed to read.',
      permission: 'oneself, or `user.read` in the organization of the person',
      query: { projectId: { description: 'The id of a project.', schema: { type: 'string' } } },
      reply: explanationReply,
    },
    async run({ parameters: { userId = '' }, query }, call) {
      const [user] = await deps.database.find<{ org_id: string; kind: string }>(
        'select org_id, kind from users where instance_id = $1 and user_id = $2',
        [call.instance.id, userId],
      )
      requirePermission(call, 'user.read', { orgId: user?.org_id, self: userId })
      if (user?.kind === 'machine') throw new DomainError(notHuman)
      const projectId = query.text('projectId')
      const explained = await explainLogin(deps, call, { userId, projectId })
      if (explained === undefined) throw new DomainError(userNotFound)
      if (projectId !== '' && !mayReadProject(call, explained)) throw new DomainError(projectUnknown)
      return shown(explained)
    },
  },
]

function mayReadProject({ principal, instance }: Call, { project }: LoginExplanation): boolean {
  if (project === undefined) return false
  const reach = { instanceId: instance.id, orgId: project.orgId, resourceId: project.projectId }
  return hasPermission(principal, 'project.read', reach)
}

function shown({ facts, person, lockout, steps, factors, failures, project }: LoginExplanation) {
  const { level, ...rules } = facts.policy
  const lockoutLevel = lockout.isDefault ? 'instance' : 'org'
  return {
    user: {
      userId: person.userId,
      orgId: person.orgId,
      state: person.status,
      lockedUntil: person.lockedUntil,
      lockedAutomatically: person.status === 'locked' && person.lockedUntil !== null,
      organizationActive: person.orgActive,
    },
    policy: {
      level,
      rules: [
        ...Object.entries(rules).map(([rule, value]) => ({ rule, value: JSON.stringify(value), level })),
        {
          rule: 'passwordMaxAgeDays',
          value: String(person.passwordAge.maxDays),
          level: person.passwordAge.level,
        },
        {
          rule: 'lockoutPasswordAttempts',
          value: String(lockout.value.maxPasswordAttempts),
          level: lockoutLevel,
        },
        { rule: 'lockoutOtpAttempts', value: String(lockout.value.maxOtpAttempts), level: lockoutLevel },
        { rule: 'freshProofMinutes', value: String(facts.freshMinutes), level: 'instance' },
      ],
    },
    steps: {
      fresh: shownStep(steps.fresh),
      afterPassword: steps.afterPassword ? shownStep(steps.afterPassword) : null,
      afterPasskey: steps.afterPasskey ? shownStep(steps.afterPasskey) : null,
    },
    factors: factors.map((factor) => ({ ...factor })),
    failures: failures.map((failure) => ({ ...failure })),
    ...(project && { project: shownProject(project, facts) }),
  }
}

function shownStep(step: LoginStep) {
  return {
    kind: step.kind,
    ...('options' in step && { options: [...step.options] }),
    ...('skippable' in step && { skippable: step.skippable }),
    ...('reason' in step && { reason: step.reason }),
    ...('until' in step && step.until !== null && { until: step.until }),
    ...('refusal' in step && { refusal: { id: step.refusal.code, message: step.refusal.message } }),
    because: step.because.map(shownReason),
  }
}

function shownReason({ rule, level, values }: Because) {
  return { rule, level, ...(values && { values: { ...values } }) }
}

function shownProject(
  project: NonNullable<LoginExplanation['project']>,
  { application }: LoginExplanation['facts'],
) {
  const { refusal, admittedBy = [] } = application?.admission ?? {}
  return {
    ...project,
    admitted: refusal === undefined,
    admittedBy: [...admittedBy],
    refusal: refusal ? { id: refusal.code, message: refusal.message } : null,
  }
}
