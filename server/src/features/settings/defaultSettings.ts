import type { EventBody } from '../../kernel/facet.ts'
import { settingEventType } from './events.ts'
import { defaultGenerator, generatorTypes } from './generators.ts'
import { type SettingName, settingKind } from './kinds.ts'

const seeded = [
  'passwordComplexity',
  'passwordAge',
  'lockout',
  'domain',
  'privacy',
  'notification',
  'label',
  'oidc',
] as const satisfies readonly SettingName[]

/** What a new instance's stream says about its settings, to follow its `instance.added`. */
export function defaultSettingsEvents(): readonly EventBody[] {
  return [
    ...seeded.map((name) => ({
      type: settingEventType('instance', name, 'added'),
      payload: settingKind(name).initial,
    })),
    { type: 'instance.policy.label.activated', payload: {} },
    ...generatorTypes.map((type) => ({
      type: settingEventType('instance', 'secretGenerator', 'added'),
      payload: defaultGenerator(type),
    })),
  ]
}
