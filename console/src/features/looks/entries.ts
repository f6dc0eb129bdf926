import type { SettingEntry } from '../../kit/area.ts'
import { texts } from './texts.ts'

/** The pages of this area in the list of all settings. */
export const entries = {
  branding: {
    to: '/settings/branding',
    group: 'Looks and texts',
    title: texts.branding.title,
    text: texts.branding.intro,
    needs: { instance: 'iam.policy.read', organization: 'policy.read' },
  },
  messages: {
    to: '/settings/messages',
    group: 'Looks and texts',
    title: texts.messages.title,
    text: texts.messages.intro,
    needs: { instance: 'iam.policy.read', organization: 'policy.read' },
  },
  email: {
    to: '/settings/mail',
    group: 'Delivery',
    title: texts.email.title,
    text: texts.email.intro,
    needs: { instance: 'iam.read' },
  },
  sms: {
    to: '/settings/sms',
    group: 'Delivery',
    title: texts.sms.title,
    text: texts.sms.intro,
    needs: { instance: 'iam.read' },
  },
  domains: {
    to: '/settings/domains',
    group: 'Instance',
    title: texts.domains.title,
    text: texts.domains.intro,
    needs: { instance: 'iam.read' },
  },
} as const satisfies Readonly<Record<string, SettingEntry>>
