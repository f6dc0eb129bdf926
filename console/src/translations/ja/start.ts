import type { StartTranslation } from '../translation.ts'
import { authorization, bulk, effects, kit, metadata, roles } from './kit.ts'
import { home, session, shell, system } from './shell.ts'
import {
  auditTitles,
  authorizationsTitles,
  commands,
  instancesTitles,
  logTargetsTitles,
  looksTitles,
  organizationsTitles,
  peopleTitles,
  projectsTitles,
  settingsTitles,
} from './titles.ts'

export const start: StartTranslation = {
  logTargetsTitles,
  kit,
  effects,
  bulk,
  metadata,
  authorization,
  roles,
  looksTitles,
  authorizationsTitles,
  projectsTitles,
  auditTitles,
  settingsTitles,
  instancesTitles,
  organizationsTitles,
  peopleTitles,
  commands,
  shell,
  session,
  system,
  home,
}
