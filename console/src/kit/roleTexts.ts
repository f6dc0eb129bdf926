import { localized } from '../language/localized.ts'

/** What the roles of administrators allow, by their names in the contract. */
export const roleTexts: Readonly<Record<string, string>> = localized('roles', {
  IAM_OWNER: 'Everything in the whole instance.',
  IAM_OWNER_VIEWER: 'Reads everything in the whole instance.',
  IAM_ORG_MANAGER: 'Manages organizations with all that belongs to them.',
  IAM_USER_MANAGER: 'Manages people and machines of every organization.',
  IAM_ADMIN_IMPERSONATOR: 'Acts for administrators and everybody else.',
  IAM_END_USER_IMPERSONATOR: 'Acts for people who are no administrators.',
  IAM_LOGIN_CLIENT: 'For an own login: sessions, and answers to login requests.',
  ORG_OWNER: 'Everything in the organization.',
  ORG_OWNER_VIEWER: 'Reads everything in the organization.',
  ORG_USER_MANAGER: 'Manages people and machines of the organization, and what they may use.',
  ORG_USER_PERMISSION_EDITOR: 'Manages which projects and roles people have.',
  ORG_PROJECT_PERMISSION_EDITOR: 'Manages which organizations have a project.',
  ORG_PROJECT_CREATOR: 'Makes projects and owns them.',
  ORG_SETTINGS_MANAGER: 'Manages policies and settings of the organization.',
  ORG_ADMIN_IMPERSONATOR: 'Acts for administrators and everybody else of the organization.',
  ORG_END_USER_IMPERSONATOR: 'Acts for people of the organization who are no administrators.',
  ORG_USER_SELF_MANAGER: 'Manages the own account only.',
  SELF_MANAGEMENT_GLOBAL: 'Manages the own account only.',
  PROJECT_OWNER: 'Everything in the project.',
  PROJECT_OWNER_VIEWER: 'Reads everything in the project.',
  PROJECT_OWNER_GLOBAL: 'Everything in the project, also where it is granted.',
  PROJECT_OWNER_VIEWER_GLOBAL: 'Reads everything in the project, also where it is granted.',
  PROJECT_GRANT_OWNER: 'Everything in the granted project.',
  PROJECT_GRANT_OWNER_VIEWER: 'Reads everything in the granted project.',
})
