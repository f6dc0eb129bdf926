import type { SettingEntry } from '../../kit/area.ts'
import { titles } from './titles.ts'

/** The pages of this area in the list of all settings. */
export const entries = {
  branding: {
    to: '/settings/branding',
    group: 'Looks and texts',
    title: titles.branding.title,
    text: titles.branding.intro,
    needs: { instance: 'iam.policy.read', organization: 'policy.read' },
  },
  messages: {
    to: '/settings/messages',
    group: 'Looks and texts',
    title: titles.messages.title,
    text: titles.messages.intro,
    needs: { instance: 'iam.policy.read', organization: 'policy.read' },
  },
  loginTexts: {
    to: '/settings/login-texts',
    group: 'Looks and texts',
    title: titles.loginTexts.title,
    text: titles.loginTexts.intro,
    needs: { instance: 'iam.policy.read', organization: 'policy.read' },
  },
  email: {
    to: '/settings/mail',
    group: 'Delivery',
    title: titles.email.title,
    text: titles.email.intro,
    needs: { instance: 'iam.read' },
  },
  sms: {
    to: '/settings/sms',
    group: 'Delivery',
    title: titles.sms.title,
    text: titles.sms.intro,
    needs: { instance: 'iam.read' },
  },
  domains: {
    to: '/settings/domains',
    group: 'Instance',
    title: titles.domains.title,
    text: titles.domains.intro,
    needs: { instance: 'iam.read' },
  },
} as const satisfies Readonly<Record<string, SettingEntry>>
