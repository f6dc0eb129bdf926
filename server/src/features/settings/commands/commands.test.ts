import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Decision, EventBody } from '../../../kernel/facet.ts'
import type { JsonObject } from '../../../kernel/json.ts'
import { isRefusal } from '../../../kernel/refusal.ts'
import { fold } from '../../../testing/fold.ts'
import { defaultSettingsEvents } from '../defaultSettings.ts'
import { settingDefinitions } from '../events.ts'
import { defaultGenerator } from '../generators.ts'
import { type SettingName, settingKind, settingKinds } from '../kinds.ts'
import { ownSetting, type SettingsState, settingsFacet } from '../state.ts'
import { activateLabel } from './activateLabel.ts'
import { addSetting } from './addSetting.ts'
import { changeSetting } from './changeSetting.ts'
import { removeAsset } from './removeAsset.ts'
import { resetSetting } from './resetSetting.ts'
import { setRestrictions } from './setRestrictions.ts'
import { setSecurity } from './setSecurity.ts'

function given(...events: readonly EventBody[]): SettingsState {
  return fold(settingsFacet, events)
}

function checkPayloads(events: readonly EventBody[]): void {
  for (const { type, payload } of events) {
    settingDefinitions.find((definition) => definition.type === type)?.payload.parse(payload)
  }
}

function outcome(decision: Decision) {
  if (isRefusal(decision)) return `${decision.kind} ${decision.code}`
  checkPayloads(decision)
  return decision
}

const orgAdded = { type: 'org.added', payload: {} }
const org = (what: string, payload: JsonObject = {}): EventBody => ({ type: `org.policy.${what}`, payload })
const instance = given({ type: 'instance.added', payload: {} }, ...defaultSettingsEvents())
const policies = (Object.keys(settingKinds) as SettingName[]).filter((name) =>
  settingKind(name).verbs.org.includes('removed'),
)

test('a new instance has every seeded setting, each with a valid payload', () => {
  checkPayloads(defaultSettingsEvents())
  for (const name of policies) expect(ownSetting(instance, name)).toEqual(settingKind(name).initial)
  expect(ownSetting(instance, 'activeLabel')).toEqual(settingKinds.label.initial)
  expect(Object.keys(instance.entries).filter((key) => key.startsWith('secretGenerator:'))).toHaveLength(10)
})

describe.each(policies)('%s', (name) => {
  const { event, initial } = settingKind(name)
  const added = { type: `org.${event}.added`, payload: initial }

  test('is added once per organization; missing members take the product’s defaults', () => {
    expect(outcome(addSetting(given(orgAdded), 'org', name, {}))).toEqual([added])
    expect(outcome(addSetting(given(orgAdded, added), 'org', name, {}))).toBe('already_exists setting.exists')
    expect(outcome(addSetting(given(), 'org', name, {}))).toBe('not_found setting.organization_not_found')
  })

  test('is changed only if it exists and differs', () => {
    expect(outcome(changeSetting(given(orgAdded), 'org', name, {}))).toBe('not_found setting.not_found')
    expect(outcome(changeSetting(given(orgAdded, added), 'org', name, {}))).toBe(
      'failed_precondition setting.unchanged',
    )
    expect(outcome(changeSetting(instance, 'instance', name, {}))).toBe(
      'failed_precondition setting.unchanged',
    )
  })

  test('is reset only if it exists', () => {
    expect(outcome(resetSetting(given(orgAdded), name))).toBe('not_found setting.not_found')
    const [removed] = outcome(resetSetting(given(orgAdded, added), name)) as readonly EventBody[]
    expect(removed).toEqual({ type: `org.${event}.removed`, payload: {} })
    expect(given(orgAdded, added, removed as EventBody).entries).toEqual({})
  })
})

test('a change has the whole new value and keeps members that the API lacks', () => {
  const own = { ...settingKinds.lockout.initial, releaseAfterSeconds: 60 }
  const state = given(orgAdded, org('lockout.added', own))
  expect(outcome(changeSetting(state, 'org', 'lockout', { maxOtpAttempts: 3 }))).toEqual([
    org('lockout.changed', { ...own, maxOtpAttempts: 3 }),
  ])
})

test('a changed setting keeps its creation date; one added after a reset has a new one', () => {
  const value = settingKinds.passwordAge.initial
  const changed = given(orgAdded, org('password.age.added', value), org('password.age.changed', value))
  expect(changed.entries['passwordAge']).toMatchObject({ createdAt: at(1), changedAt: at(2), sequence: 3 })
  const readded = given(
    orgAdded,
    org('password.age.added', value),
    org('password.age.removed'),
    org('password.age.added', value),
  )
  expect(readded.entries['passwordAge']).toMatchObject({ createdAt: at(3), sequence: 4 })
})

test.each<[SettingName, JsonObject, string]>([
  ['passwordComplexity', { minLength: 0 }, 'setting.min_length_out_of_range'],
  ['passwordComplexity', { minLength: 73 }, 'setting.min_length_out_of_range'],
  ['label', { primaryColor: 'red;} body{display:none' }, 'setting.color_invalid'],
  ['label', { fontColorDark: '#12345' }, 'setting.color_invalid'],
  ['privacy', { tosLink: 'javascript:alert(1)' }, 'setting.link_invalid'],
  ['privacy', { docsLink: '{{.Lang}}javascript:alert(1)' }, 'setting.link_invalid'],
  ['privacy', { customLink: 'java{{.Lang}}script:alert(1)' }, 'setting.link_invalid'],
  ['privacy', { helpLink: 'data:text/html,x' }, 'setting.link_invalid'],
  ['privacy', { helpLink: 'java\nscript:alert(1)' }, 'setting.link_invalid'],
  ['oidc', { accessTokenLifetime: 0 }, 'setting.token_lifetime_invalid'],
  ['secretGenerator', { ...defaultGenerator('otp_sms'), length: 0 }, 'setting.generator_length_out_of_range'],
  [
    'secretGenerator',
    { ...defaultGenerator('otp_sms'), expirySeconds: -1 },
    'setting.generator_expiry_negative',
  ],
  [
    'secretGenerator',
    { ...defaultGenerator('otp_sms'), digits: false },
    'setting.generator_without_characters',
  ],
])('%s with %j is refused', (name, change, code) => {
  expect(outcome(changeSetting(instance, 'instance', name, change))).toBe(`invalid_argument ${code}`)
})

test.each<[SettingName, JsonObject]>([
  ['passwordComplexity', { minLength: 72 }],
  ['label', { primaryColor: 'rgb(1, 2, 3)', warnColor: '', fontColor: 'black' }],
  ['privacy', { tosLink: 'https://example.com/{{.Lang}}/tos', helpLink: '/help' }],
])('%s with %j is accepted', (name, change) => {
  expect(outcome(changeSetting(instance, 'instance', name, change))).toHaveLength(1)
})

test('generators are distinguished by their type', () => {
  const given = { ...defaultGenerator('otp_sms'), length: 6 }
  const events = outcome(
    changeSetting(instance, 'instance', 'secretGenerator', given),
  ) as readonly EventBody[]
  expect(events).toEqual([{ type: 'instance.secret.generator.changed', payload: given }])
})

describe('branding', () => {
  const label = { ...settingKinds.label.initial, primaryColor: '#123456' }
  const added = org('label.added', label)

  test('shows only after activation; a reset removes both versions', () => {
    expect(outcome(activateLabel(given(orgAdded), 'org'))).toBe('not_found setting.not_found')
    expect(ownSetting(given(orgAdded, added), 'activeLabel')).toBeUndefined()
    const active = given(
      orgAdded,
      added,
      org('label.activated'),
      org('label.changed', settingKinds.label.initial),
    )
    expect(ownSetting(active, 'activeLabel')).toEqual(label)
    expect(ownSetting(active, 'label')).toEqual(settingKinds.label.initial)
    expect(outcome(activateLabel(active, 'org'))).toEqual([org('label.activated')])
    expect(given(orgAdded, added, org('label.activated'), org('label.removed')).entries).toEqual({})
  })

  test('loses an asset it has; removing a missing one is refused', () => {
    const withLogo = given(orgAdded, added, org('label.logo.dark.added', { storeKey: 'k1' }))
    expect(ownSetting(withLogo, 'label')?.logoDark).toBe('k1')
    expect(outcome(removeAsset(withLogo, 'org', 'logoDark'))).toEqual([org('label.logo.dark.removed')])
    expect(outcome(removeAsset(withLogo, 'org', 'logo'))).toBe('not_found setting.asset_not_found')
    expect(outcome(removeAsset(given(orgAdded), 'org', 'logo'))).toBe('not_found setting.not_found')
    const removed = given(
      orgAdded,
      added,
      org('label.icon.added', { storeKey: 'k' }),
      org('label.icon.removed'),
    )
    expect(ownSetting(removed, 'label')?.icon).toBe('')
  })
})

describe('security', () => {
  const off = settingKinds.security.initial

  test('is replaced as a whole; equal values are refused', () => {
    expect(outcome(setSecurity(instance, off))).toBe('failed_precondition setting.unchanged')
    const framed = { ...off, enableIframeEmbedding: true, allowedOrigins: ['https://*.example.com:8443'] }
    expect(outcome(setSecurity(instance, framed))).toEqual([
      { type: 'instance.policy.security.set', payload: framed },
    ])
  })

  test.each(['https://a;script-src *', 'https://a b', "'self'", 'https://a/path', ''])(
    'an origin %j that would change the directive is refused',
    (origin) => {
      expect(outcome(setSecurity(instance, { ...off, allowedOrigins: [origin] }))).toBe(
        'invalid_argument setting.origin_invalid',
      )
    },
  )
})

describe('restrictions', () => {
  test('change the given members; equal values make no event', () => {
    expect(outcome(setRestrictions(instance, {}, 'en'))).toBe('invalid_argument restrictions.nothing_given')
    const events = setRestrictions(instance, { allowedLanguages: ['en', 'de'] }, 'en')
    expect(outcome(events)).toEqual([
      {
        type: 'instance.restrictions.set',
        payload: { disallowPublicOrgRegistration: false, allowedLanguages: ['en', 'de'] },
      },
    ])
  })

  test.each([
    [['en', 'tlh'], 'invalid_argument restrictions.language_unsupported'],
    [['en', 'en'], 'invalid_argument restrictions.language_repeated'],
    [['de'], 'failed_precondition restrictions.default_language_missing'],
  ])('%j is refused', (allowedLanguages, refusal) => {
    expect(outcome(setRestrictions(instance, { allowedLanguages }, 'en'))).toBe(refusal)
  })
})

test('a removed organization keeps nothing after any history', () => {
  const events = fc.constantFrom(
    ...policies.map((name) => ({
      type: `org.${settingKind(name).event}.added`,
      payload: settingKind(name).initial,
    })),
    org('label.activated'),
    org('label.removed'),
  )
  fc.assert(
    fc.property(fc.array(events), (steps) => {
      expect(given(orgAdded, ...steps, { type: 'org.removed', payload: {} })).toEqual(settingsFacet.initial)
    }),
  )
})

function at(second: number): string {
  return new Date(Date.UTC(2026, 10, 21, 0, 0, second)).toISOString()
}
