import type { EventBody } from '../../kernel/facet.ts'
import { brandingEvents, settingEvent, settingEvents } from './events.ts'
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

/** The events that give a new instance its settings; they follow its `instance.added`. */
export function defaultSettingsEvents(): readonly EventBody[] {
  return [
    ...seeded.map((name) => settingEvent('instance', name, 'added')(settingKind(name).initial)),
    brandingEvents.instance.activated(),
    settingEvents.instance.credentialRights.set({ demand: 'held' }),
    settingEvents.instance.freshProof.set({ minutes: 15 }),
    ...generatorTypes.map((type) => settingEvents.instance.secretGenerator.added(defaultGenerator(type))),
  ]
}
