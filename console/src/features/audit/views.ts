import { texts } from './texts.ts'

const checks = [
  'user.human.password.check',
  'user.human.mfa.otp.check',
  'user.human.mfa.otp.email.check',
  'user.human.mfa.otp.sms.check',
  'user.human.mfa.u2f.token.check',
  'user.human.passwordless.token.check',
  'user.human.mfa.recovery_codes.check',
]
const failures = checks.map((check) => `${check}.failed`)
const locks = ['user.locked', 'user.unlocked', 'user.deactivated', 'user.reactivated']
const factors = [
  'user.human.mfa.otp.verified',
  'user.human.mfa.otp.removed',
  'user.human.mfa.otp.email.added',
  'user.human.mfa.otp.email.removed',
  'user.human.mfa.otp.sms.added',
  'user.human.mfa.otp.sms.removed',
  'user.human.mfa.u2f.token.verified',
  'user.human.mfa.u2f.token.removed',
  'user.human.passwordless.token.verified',
  'user.human.passwordless.token.removed',
  'user.human.mfa.recovery_codes.added',
  'user.human.mfa.recovery_codes.removed',
]
const administrators = ['instance.member', 'org.member', 'project.member', 'project.grant.member'].flatMap(
  (member) => [`${member}.added`, `${member}.changed`, `${member}.removed`],
)
const policies = ['instance', 'org'].flatMap((level) =>
  [
    'login.added',
    'login.changed',
    'login.removed',
    'login.secondfactor.added',
    'login.secondfactor.removed',
    'login.multifactor.added',
    'login.multifactor.removed',
    'lockout.added',
    'lockout.changed',
    'lockout.removed',
    'password.complexity.added',
    'password.complexity.changed',
    'password.complexity.removed',
  ].map((policy) => `${level}.policy.${policy}`),
)
const credentials = [
  'user.machine.key.added',
  'user.machine.key.removed',
  'user.machine.secret.set',
  'user.machine.secret.removed',
  'user.pat.added',
  'user.pat.removed',
  'project.application.oidc.key.added',
  'project.application.oidc.key.removed',
  'project.application.config.oidc.secret.changed',
  'project.application.config.api.secret.changed',
]

/** Questions that a choice of types answers. */
export const views: readonly { readonly text: string; readonly types: readonly string[] }[] = [
  { text: texts.viewNames.failures, types: failures },
  { text: texts.viewNames.locks, types: locks },
  { text: texts.viewNames.factors, types: factors },
  { text: texts.viewNames.administrators, types: administrators },
  { text: texts.viewNames.policies, types: policies },
  { text: texts.viewNames.credentials, types: credentials },
]

/** What tells why somebody was asked for a factor, refused or locked. */
export const whyTypes: readonly string[] = [
  ...checks.flatMap((check) => [`${check}.failed`, `${check}.succeeded`]),
  ...locks,
  ...factors,
  'user.human.mfa.init.skipped',
  'user.human.password.changed',
]
