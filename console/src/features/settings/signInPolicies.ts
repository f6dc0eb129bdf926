import { fieldTexts } from './fieldTexts.ts'
import { bothLevels, fieldsOf, type Policy } from './policy.ts'
import { texts } from './texts.ts'

const { parts, policies, warnings } = texts

/** Recovery codes never satisfy a demand for a second factor. */
const standIn = 'SECOND_FACTOR_TYPE_RECOVERY_CODES'

/** How people log in. The lists of factors have calls of their own (`LoginFactors.tsx`). */
export const loginPolicy: Policy = {
  ...policies.login,
  ...bothLevels('login'),
  part: 'policy',
  dryRun: true,
  copies: ['secondFactors', 'multiFactors'],
  fields: fieldsOf(fieldTexts.login, {
    allowUsernamePassword: { kind: 'switch', part: parts.ways },
    passwordlessType: {
      kind: 'switch',
      onOff: ['PASSWORDLESS_TYPE_ALLOWED', 'PASSWORDLESS_TYPE_NOT_ALLOWED'],
      part: parts.ways,
    },
    allowExternalIdp: { kind: 'switch', part: parts.ways },
    allowRegister: { kind: 'switch', part: parts.ways },
    forceMfa: { kind: 'switch', part: parts.factors },
    forceMfaLocalOnly: { kind: 'switch', part: parts.factors },
    mfaInitSkipLifetime: { kind: 'hours', part: parts.factors },
    ignoreUnknownUsernames: { kind: 'switch', part: parts.names },
    allowDomainDiscovery: { kind: 'switch', part: parts.names },
    disableLoginWithEmail: { kind: 'switch', part: parts.names },
    disableLoginWithPhone: { kind: 'switch', part: parts.names },
    hidePasswordReset: { kind: 'switch', part: parts.pages },
    defaultRedirectUri: { kind: 'text', part: parts.pages },
    passwordCheckLifetime: { kind: 'hours', part: parts.lifetimes },
    secondFactorCheckLifetime: { kind: 'hours', part: parts.lifetimes },
    multiFactorCheckLifetime: { kind: 'hours', part: parts.lifetimes },
    externalLoginCheckLifetime: { kind: 'hours', part: parts.lifetimes },
  }),
  warnings(values, { secondFactors }) {
    const hasPasskeys = values['passwordlessType'] === true
    const hasFactors =
      hasPasskeys || (Array.isArray(secondFactors) && secondFactors.some((one) => one !== standIn))
    const isForced = values['forceMfa'] === true || values['forceMfaLocalOnly'] === true
    return [
      ...(values['allowUsernamePassword'] || hasPasskeys ? [] : [warnings.noWayIn]),
      ...(isForced && !hasFactors ? [warnings.noFactor] : []),
    ]
  },
}

/** What new passwords need. */
export const complexityPolicy: Policy = {
  ...policies.complexity,
  ...bothLevels('password/complexity'),
  part: 'policy',
  dryRun: true,
  fields: fieldsOf(fieldTexts.complexity, {
    minLength: { kind: 'number', min: 1, max: 72 },
    hasLowercase: 'switch',
    hasUppercase: 'switch',
    hasNumber: 'switch',
    hasSymbol: 'switch',
  }),
  warnings: ({ minLength }) => (Number(minLength) < 8 ? [warnings.shortPasswords] : []),
}

/** How long passwords last. */
export const agePolicy: Policy = {
  ...policies.age,
  ...bothLevels('password/age'),
  part: 'policy',
  dryRun: true,
  fields: fieldsOf(fieldTexts.age, {
    maxAgeDays: { kind: 'number', max: 36_500 },
    expireWarnDays: { kind: 'number', max: 36_500 },
  }),
}

/** When people are locked. */
export const lockoutPolicy: Policy = {
  ...policies.lockout,
  ...bothLevels('lockout', 'password/lockout'),
  part: 'policy',
  dryRun: true,
  fields: fieldsOf(fieldTexts.lockout, {
    maxPasswordAttempts: { kind: 'number', max: 1_000_000 },
    maxOtpAttempts: { kind: 'number', max: 1_000_000 },
    releaseAfter: { kind: 'minutes', header: 'x-sallyport-lockout-release' },
  }),
  warnings: ({ maxPasswordAttempts, maxOtpAttempts, releaseAfter }) => [
    ...(maxPasswordAttempts === 0 || maxOtpAttempts === 0 ? [warnings.noLock] : []),
    ...(releaseAfter === 0 ? [warnings.lockForEver] : []),
  ],
}
