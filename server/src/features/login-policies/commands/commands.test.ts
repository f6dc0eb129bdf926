import { describe, expect, test } from 'vitest'
import type { Decision, EventBody } from '../../../kernel/facet.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { fold } from '../../../testing/fold.ts'
import { defaultLoginPolicyEvents, defaultRules } from '../defaultLoginPolicy.ts'
import { loginPolicyFacet } from '../state.ts'
import { addFactor } from './addFactor.ts'
import { addLoginPolicy } from './addLoginPolicy.ts'
import { changeLoginPolicy } from './changeLoginPolicy.ts'
import { removeFactor } from './removeFactor.ts'
import { resetLoginPolicy } from './resetLoginPolicy.ts'

const orgAdded = { type: 'org.added', payload: {} }
const custom = { type: 'org.policy.login.added', payload: defaultRules }
const factor = (verb: 'added' | 'removed', name: string): EventBody => ({
  type: `org.policy.login.secondfactor.${verb}`,
  payload: { factor: name },
})
const noFactors = { secondFactors: [], multiFactors: [] }

const codes = { list: 'secondfactor', factor: 'recovery_code' } as const

const given = (...events: readonly EventBody[]) => fold(loginPolicyFacet, events)

function outcome(decision: Decision) {
  return isRefusal(decision) ? `${decision.kind} ${decision.code}` : decision
}

describe('a custom policy', () => {
  const asked = {
    rules: { ...defaultRules, forceMfa: true },
    secondFactors: ['otp_sms', 'otp_sms'] as const,
    multiFactors: ['u2f_with_verification'] as const,
  }

  test('is added with one event per factor, including repeated ones', () => {
    expect(outcome(addLoginPolicy(given(orgAdded), asked))).toEqual([
      { type: 'org.policy.login.added', payload: asked.rules },
      factor('added', 'otp_sms'),
      factor('added', 'otp_sms'),
      { type: 'org.policy.login.multifactor.added', payload: { factor: 'u2f_with_verification' } },
    ])
  })

  test('is refused a second time, and for a missing organization', () => {
    expect(outcome(addLoginPolicy(given(orgAdded, custom), asked))).toBe('already_exists login_policy.exists')
    const removed = given(orgAdded, custom, { type: 'org.removed', payload: {} })
    expect(outcome(addLoginPolicy(removed, asked))).toBe('not_found login_policy.organization_not_found')
    expect(outcome(addFactor(removed, 'org', { list: 'secondfactor', factor: 'totp' }))).toBe(
      'not_found login_policy.organization_not_found',
    )
  })

  test('is changed as a whole at either level', () => {
    const rules = { ...defaultRules, allowRegister: false }
    expect(outcome(changeLoginPolicy(given(orgAdded, custom), 'org', rules))).toEqual([
      { type: 'org.policy.login.changed', payload: rules },
    ])
    const instance = given({ type: 'instance.added', payload: {} }, ...defaultLoginPolicyEvents())
    expect(outcome(changeLoginPolicy(instance, 'instance', rules))).toEqual([
      { type: 'instance.policy.login.changed', payload: rules },
    ])
  })

  test('refuses a change without a policy, and one that changes nothing', () => {
    expect(outcome(changeLoginPolicy(given(orgAdded), 'org', defaultRules))).toBe(
      'not_found login_policy.not_found',
    )
    expect(outcome(changeLoginPolicy(given(orgAdded, custom), 'org', { ...defaultRules }))).toBe(
      'failed_precondition login_policy.unchanged',
    )
  })

  test('is reset with its factors; a new one has new dates', () => {
    expect(outcome(resetLoginPolicy(given(orgAdded)))).toBe('not_found login_policy.not_found')
    const removed = { type: 'org.policy.login.removed', payload: {} }
    expect(outcome(resetLoginPolicy(given(orgAdded, custom)))).toEqual([removed])
    const again = given(orgAdded, custom, factor('added', 'totp'), removed, custom)
    expect(again.policy?.factors.secondfactor).toEqual([])
    expect(again.policy?.createdAt).toBe('2026-11-21T00:00:04.000Z')
  })
})

test.each([
  ['', true],
  ['https://app.example.com/cb', true],
  ['http://localhost:3000', true],
  ['myapp:callback', true],
  ['myapp://callback', true],
  ['app.example.com/cb', false],
  ['/relative', false],
  ['https://', false],
  ['https:///path', false],
  ['https:app.example.com', false],
  ['javascript:alert(1)', false],
  ['file:///etc/passwd', false],
  ['https://a b', false],
])('a default redirect URI %j is valid: %s', (defaultRedirectUri, valid) => {
  const rules = { ...defaultRules, defaultRedirectUri }
  const decision = outcome(addLoginPolicy(given(orgAdded), { rules, ...noFactors }))
  expect(decision === 'invalid_argument login_policy.redirect_uri_invalid').toBe(!valid)
})

test('a negative lifetime is refused', () => {
  const rules = { ...defaultRules, multiFactorCheckLifetime: -1 }
  expect(outcome(changeLoginPolicy(given(orgAdded, custom), 'org', rules))).toBe(
    'invalid_argument login_policy.lifetime_negative',
  )
})

describe('a factor', () => {
  test('is added and removed with the events of its level and list', () => {
    const instance = given({ type: 'instance.added', payload: {} }, ...defaultLoginPolicyEvents())
    expect(outcome(addFactor(instance, 'instance', { list: 'secondfactor', factor: 'otp_email' }))).toEqual([
      { type: 'instance.policy.login.secondfactor.added', payload: { factor: 'otp_email' } },
    ])
    expect(
      outcome(removeFactor(instance, 'instance', { list: 'multifactor', factor: 'u2f_with_verification' })),
    ).toEqual([
      { type: 'instance.policy.login.multifactor.removed', payload: { factor: 'u2f_with_verification' } },
    ])
  })

  test('is refused the second time, and can be removed only from its own level', () => {
    const state = given(orgAdded, custom, factor('added', 'u2f'))
    expect(outcome(addFactor(state, 'org', { list: 'secondfactor', factor: 'u2f' }))).toBe(
      'already_exists login_policy.factor_exists',
    )
    expect(outcome(removeFactor(state, 'org', { list: 'secondfactor', factor: 'totp' }))).toBe(
      'not_found login_policy.factor_not_found',
    )
  })

  test('added without a policy has no effect, cannot be added again, and is not in a later policy', () => {
    const orphan = given(orgAdded, factor('added', 'otp_sms'))
    expect(orphan.policy).toBeNull()
    expect(loginPolicyFacet.rows?.(orphan, stream)).toEqual({ login_policies: [] })
    expect(outcome(addFactor(orphan, 'org', { list: 'secondfactor', factor: 'otp_sms' }))).toBe(
      'already_exists login_policy.factor_exists',
    )
    const later = given(orgAdded, factor('added', 'otp_sms'), custom)
    expect(later.policy?.factors.secondfactor).toEqual([])
    expect(outcome(addFactor(later, 'org', { list: 'secondfactor', factor: 'otp_sms' }))).toBe(
      'already_exists login_policy.factor_exists',
    )
    const freed = given(orgAdded, factor('added', 'otp_sms'), custom, factor('removed', 'otp_sms'))
    expect(outcome(addFactor(freed, 'org', { list: 'secondfactor', factor: 'otp_sms' }))).toHaveLength(1)
    const reset = { type: 'org.policy.login.removed', payload: {} }
    const afterReset = given(orgAdded, factor('added', 'otp_sms'), custom, reset)
    expect(outcome(addFactor(afterReset, 'org', { list: 'secondfactor', factor: 'otp_sms' }))).toHaveLength(1)
  })

  test('listed twice is removed at once', () => {
    const state = given(orgAdded, custom, factor('added', 'u2f'), factor('added', 'u2f'))
    expect(state.policy?.factors.secondfactor).toEqual(['u2f', 'u2f'])
    const [removed] = removeFactor(state, 'org', {
      list: 'secondfactor',
      factor: 'u2f',
    }) as readonly EventBody[]
    const after = given(
      orgAdded,
      custom,
      factor('added', 'u2f'),
      factor('added', 'u2f'),
      removed as EventBody,
    )
    expect(after.policy?.factors.secondfactor).toEqual([])
  })

  test('advances the sequence and change date of the policy', () => {
    const { policy } = given(orgAdded, custom, factor('added', 'u2f'))
    expect(policy).toMatchObject({
      sequence: 3,
      createdAt: '2026-11-21T00:00:01.000Z',
      changedAt: '2026-11-21T00:00:02.000Z',
    })
  })
})

const stream = {
  instanceId: 'i1',
  type: 'org',
  id: 'o1',
  owner: 'o1',
  sequence: 9,
  createdAt: '2026-11-21T00:00:00.000Z',
  changedAt: '2026-11-21T00:00:09.000Z',
}

describe('recovery codes', () => {
  const removed = factor('removed', 'recovery_code')
  const added = factor('added', 'recovery_code')
  const policyOf = (...events: readonly EventBody[]) => given(orgAdded, custom, ...events)

  test('are allowed by a policy that never named them, so that they can be forbidden', () => {
    expect(outcome(removeFactor(policyOf(), 'org', codes))).toEqual([removed])
    expect(outcome(addFactor(policyOf(), 'org', codes))).toEqual([added])
  })

  test('are allowed and forbidden once each', () => {
    expect(outcome(addFactor(policyOf(added), 'org', codes))).toBe(
      'already_exists login_policy.factor_exists',
    )
    expect(outcome(removeFactor(policyOf(removed), 'org', codes))).toBe(
      'not_found login_policy.factor_not_found',
    )
    expect(outcome(removeFactor(policyOf(added), 'org', codes))).toEqual([removed])
    expect(outcome(addFactor(policyOf(removed), 'org', codes))).toEqual([added])
  })

  test('are nothing that a level without a policy forbids, and end with the policy', () => {
    expect(outcome(removeFactor(given(orgAdded), 'org', codes))).toBe(
      'not_found login_policy.factor_not_found',
    )
    const reset = [removed, { type: 'org.policy.login.removed', payload: {} }, custom]
    expect(policyOf(...reset).policy).not.toHaveProperty('recoveryCodes')
  })

  test('never are in the list of second factors that count by themselves', () => {
    expect(policyOf(factor('added', 'totp'), added).policy).toMatchObject({
      factors: { secondfactor: ['totp'] },
      recoveryCodes: true,
    })
  })
})
