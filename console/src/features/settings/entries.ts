import type { SettingEntry, SettingGroup } from '../../kit/area.ts'
import { titles } from './titles.ts'

/** The name of a page of this area, as in its address. */
export type PageName = keyof typeof titles.pages

const policies = { instance: 'iam.policy.read', organization: 'policy.read' } as const

/** The pages of this area in the list of all settings, by their names. */
const pages: Readonly<Record<PageName, readonly [SettingGroup, SettingEntry['needs']]>> = {
  login: ['Sign-in', policies],
  complexity: ['Sign-in', policies],
  lockout: ['Sign-in', policies],
  privacy: ['Looks and texts', policies],
  languages: ['Looks and texts', { instance: 'iam.restrictions.read' }],
  domain: ['People', policies],
  notification: ['People', policies],
  restrictions: ['People', { instance: 'iam.restrictions.read' }],
  security: ['Security', { instance: 'iam.policy.read' }],
  oidc: ['Security', { instance: 'iam.read' }],
  generators: ['Security', { instance: 'iam.read' }],
  keys: ['Security', { instance: 'iam.web_key.read' }],
  features: ['Instance', { instance: 'iam.feature.read' }],
}

/** The pages of this area in the list of all settings. */
export const entries = (Object.keys(pages) as PageName[]).map((name): SettingEntry & { name: PageName } => {
  const [group, needs] = pages[name]
  const [title, text] = titles.pages[name]
  return { name, to: `/settings/${name}`, group, title, text, needs }
})
