const verbNames: Readonly<Record<string, string>> = { c: 'create', r: 'read', w: 'write', d: 'delete' }

const userPeople = 'user:rwd user.{global,membership}:r user.{grant,feature}:rwd'
const orgManager =
  'org:crwd org.global:r org.{member,idp,action,flow,feature}:rwd ' +
  `${userPeople} user.{credential,passkey}:w policy:rwd ` +
  'project:crwd project.{member,role,app,grant,grant.member}:rwd session:rd group:crwd group.user:rwd'
const iamOwner =
  `${orgManager} session:w iam:rw iam.{policy,member,idp,action,flow,feature,web_key}:rwd ` +
  'iam.{restrictions,debug}:rw events:r milestones:r action.target:rwd action.execution:rw userschema:rwd'
const permissionEditor =
  'org:r org.member:r user:r user.global:r user.grant:rwd policy:r project:r project.{member,role,app,grant,grant.member}:r'
const projectOwner =
  'org.global:r policy:r project:rwd project.{member,role,app,grant,grant.member}:rwd ' +
  'user:r user.{global,membership}:r user.grant:rwd'
const projectOwnerViewer =
  'policy:r project:r project.{member,role,app,grant,grant.member}:r user:r user.{global,grant,membership}:r'

/**
 * The permissions of each role as in the behaviour notes, except that IAM_LOGIN_CLIENT cannot change members: the login
 * would be every role (ADR 27). `subject:crwd` stands for the subject's
 * `.create`, `.read`, `.write`, `.delete`; braces list subjects; a word without colon is a permission as it is.
 */
const grants = {
  SYSTEM_OWNER: 'system.{instance,domain,debug,feature}:rwd system.{limits,quota}:wd system.iam.member:r',
  SYSTEM_OWNER_VIEWER: 'system.{instance,domain,debug,feature,iam.member}:r',
  IAM_OWNER: iamOwner,
  IAM_OWNER_VIEWER: everyReadOf(iamOwner, ['org.global.read']),
  IAM_ORG_MANAGER: orgManager,
  IAM_USER_MANAGER:
    `org:r org.global:r org.member:rd ${userPeople} user.passkey:w project:r ` +
    'project.{role,app,grant.member}:r project.grant:rwd session:rd group:r group.user:r',
  IAM_LOGIN_CLIENT:
    'iam:r iam.{policy,idp,feature,restrictions,member}:r org:r org.{idp,feature,member}:r ' +
    'user:rw user.grant:rw user.{membership,feature}:r user.{credential,passkey}:w policy:r project:r ' +
    'project.{role,app,grant,member,grant.member}:r session:rwd session.link userschema:r group:r group.user:r',
  IAM_ADMIN_IMPERSONATOR: 'admin.impersonation impersonation',
  IAM_END_USER_IMPERSONATOR: 'impersonation',
  ORG_OWNER: without(orgManager, ['org.create', 'project.app.delete']),
  ORG_OWNER_VIEWER:
    'org:r org.{member,idp,action,flow,feature}:r user:r user.{global,grant,membership,feature}:r policy:r project:r ' +
    'project.{member,role,app,grant,grant.member,grant.user.grant}:r group:r group.user:r',
  ORG_USER_MANAGER: `org:r ${userPeople} policy:r project:r project.role:r session:rd group:r group.user:r`,
  ORG_SETTINGS_MANAGER: 'org:rw org.member:r org.{idp,feature}:rwd policy:rwd',
  ORG_USER_PERMISSION_EDITOR: `${permissionEditor} group:r group.user:r`,
  ORG_PROJECT_PERMISSION_EDITOR: `${permissionEditor} project.grant:wd`,
  ORG_PROJECT_CREATOR: 'user.global:r policy:r project:c project.read:self',
  ORG_USER_SELF_MANAGER: 'policy:r user.self:d',
  ORG_ADMIN_IMPERSONATOR: 'admin.impersonation impersonation',
  ORG_END_USER_IMPERSONATOR: 'impersonation',
  SELF_MANAGEMENT_GLOBAL: 'org:c policy:r user.self:d',
  PROJECT_OWNER: projectOwner,
  PROJECT_OWNER_GLOBAL: without(projectOwner, ['user.read', ...expand('project.{grant,grant.member}:rwd')]),
  PROJECT_OWNER_VIEWER: projectOwnerViewer,
  PROJECT_OWNER_VIEWER_GLOBAL: without(projectOwnerViewer, ['user.read']),
  PROJECT_GRANT_OWNER:
    'org.global:r policy:r project:r project.grant:r project.grant.member:rwd user:r user.{global,membership}:r user.grant:rwd',
  PROJECT_GRANT_OWNER_VIEWER:
    'policy:r project:r project.{grant,grant.member}:r user:r user.{global,grant,membership}:r',
} as const satisfies Record<string, string>

/** One of the 26 roles of the public contract. */
export type Role = keyof typeof grants

/** The permissions of each role. */
export const rolePermissions: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(grants).map(([role, words]) => [role, new Set(expand(words))]),
)

/** The level at which a role may be assigned, which is its prefix. */
export type RoleScope = 'system' | 'instance' | 'org' | 'project' | 'project_grant'

/** The roles that may be assigned at a level (`Assignable roles`, platform notes §4). */
export function assignableRoles(scope: RoleScope): readonly string[] {
  return [...rolePermissions.keys()].filter((role) => scopeOfRole(role).includes(scope))
}

function scopeOfRole(role: string): readonly RoleScope[] {
  if (role.startsWith('SYSTEM_')) return ['system']
  if (role.startsWith('IAM_')) return ['instance']
  if (role.startsWith('ORG_') || role === 'SELF_MANAGEMENT_GLOBAL') return ['org']
  return role.startsWith('PROJECT_GRANT_') ? ['project_grant'] : ['project']
}

function expand(words: string): string[] {
  return words.split(' ').flatMap((word) => {
    const [subjects = '', verbs] = word.split(':')
    if (verbs === undefined || verbs === 'self') return [word]
    return expandBraces(subjects).flatMap((subject) =>
      [...verbs].map((verb) => `${subject}.${verbNames[verb] ?? verb}`),
    )
  })
}

function expandBraces(subjects: string): string[] {
  const match = /^(.*)\{(.*)\}$/.exec(subjects)
  return match ? (match[2] ?? '').split(',').map((name) => `${match[1]}${name}`) : [subjects]
}

function without(words: string, permissions: readonly string[]): string {
  return expand(words)
    .filter((permission) => !permissions.includes(permission))
    .join(' ')
}

function everyReadOf(words: string, except: readonly string[]): string {
  return without(words, except)
    .split(' ')
    .filter((permission) => permission.endsWith('.read'))
    .join(' ')
}
