import { fieldTexts } from './fieldTexts.ts'
import { bothLevels, fieldsOf, instanceOnly, type Policy } from './policy.ts'
import { texts } from './texts.ts'

const { policies, warnings } = texts

/** Login names and domains. Only administrators of the instance write it, for organizations too. */
export const domainPolicy: Policy = {
  ...policies.domain,
  part: 'policy',
  dryRun: true,
  instance: bothLevels('domain').instance,
  organization: {
    read: '/management/v1/policies/domain',
    write: { method: 'PUT', path: '/admin/v1/orgs/{orgId}/policies/domain' },
    add: { method: 'POST', path: '/admin/v1/orgs/{orgId}/policies/domain' },
    reset: { method: 'DELETE', path: '/admin/v1/orgs/{orgId}/policies/domain' },
    instance: { read: '/admin/v1/policies/domain', needs: 'iam.policy.read' },
    needs: 'iam.policy.write',
    resetNeeds: 'iam.policy.delete',
  },
  fields: fieldsOf(fieldTexts.domain, {
    userLoginMustBeDomain: 'switch',
    validateOrgDomains: 'switch',
    smtpSenderAddressMatchesInstanceDomain: 'switch',
  }),
  warnings: ({ userLoginMustBeDomain }) => [
    userLoginMustBeDomain ? warnings.namesWithDomain : warnings.namesWithoutDomain,
  ],
}

/** The links of login pages. */
export const privacyPolicy: Policy = {
  ...policies.privacy,
  ...bothLevels('privacy'),
  part: 'policy',
  dryRun: true,
  fields: fieldsOf(fieldTexts.privacy, {
    tosLink: 'text',
    privacyLink: 'text',
    helpLink: 'text',
    supportEmail: 'text',
    docsLink: 'text',
    customLink: 'text',
    customLinkText: 'text',
  }),
}

/** Mails about changes. */
export const notificationPolicy: Policy = {
  ...policies.notification,
  ...bothLevels('notification'),
  part: 'policy',
  dryRun: true,
  fields: fieldsOf(fieldTexts.notification, { passwordChange: 'switch' }),
}

/** Frames, acting for others, and what changes of credentials need. */
export const securityPolicy: Policy = {
  ...policies.security,
  ...instanceOnly('/admin/v1/policies/security', 'iam.policy.write'),
  part: 'policy',
  dryRun: true,
  fields: fieldsOf(fieldTexts.security, {
    enableIframeEmbedding: 'switch',
    allowedOrigins: 'list',
    enableImpersonation: 'switch',
    credentialRights: {
      kind: 'select',
      header: 'x-sallyport-credential-rights',
      options: texts.credentialRights,
    },
    freshProof: { kind: 'number', max: 1440, header: 'x-sallyport-fresh-proof' },
    reasonDemand: { kind: 'select', header: 'x-sallyport-reason-demand', options: texts.reasonDemand },
  }),
  warnings: ({
    enableIframeEmbedding,
    allowedOrigins,
    enableImpersonation,
    credentialRights,
    freshProof,
  }) => [
    ...(enableIframeEmbedding && (allowedOrigins as readonly string[]).length === 0
      ? [warnings.noOrigins]
      : []),
    ...(enableImpersonation ? [warnings.impersonation] : []),
    ...(credentialRights === 'contract' ? [warnings.anyCredentials] : []),
    ...(freshProof === 0 ? [warnings.noFreshProof] : []),
  ],
}

/** The lifetimes of tokens. */
export const oidcSettings: Policy = {
  ...policies.oidc,
  ...instanceOnly('/admin/v1/settings/oidc', 'iam.write'),
  part: 'settings',
  dryRun: true,
  fields: fieldsOf(fieldTexts.oidc, {
    accessTokenLifetime: 'minutes',
    idTokenLifetime: 'minutes',
    refreshTokenIdleExpiration: 'days',
    refreshTokenExpiration: 'days',
  }),
  warnings: ({ accessTokenLifetime }) => (Number(accessTokenLifetime) > 1440 ? [warnings.longTokens] : []),
}

/** Who may register organizations. */
export const restrictions: Policy = {
  ...policies.restrictions,
  ...instanceOnly('/admin/v1/restrictions', 'iam.restrictions.write'),
  writesChanged: true,
  fields: fieldsOf(fieldTexts.restrictions, { disallowPublicOrgRegistration: 'switch' }),
}

/** The kinds of generated codes and secrets, each with its own form. */
export const generatorPolicies: readonly Policy[] = texts.generators.map(([type, title, intro]) => ({
  title,
  intro,
  ...instanceOnly(`/admin/v1/secretgenerators/SECRET_GENERATOR_TYPE_${type}`, 'iam.write'),
  part: 'secretGenerator',
  fields: fieldsOf(fieldTexts.generator, {
    length: { kind: 'number', min: 1, max: 255 },
    expiry: 'minutes',
    includeLowerLetters: 'switch',
    includeUpperLetters: 'switch',
    includeDigits: 'switch',
    includeSymbols: 'switch',
  }),
  warnings: (values) => (guesses(values) < 2 ** 19 ? [warnings.guessable] : []),
}))

function guesses(values: Readonly<Record<string, unknown>>): number {
  const characters =
    (values['includeLowerLetters'] ? 26 : 0) +
    (values['includeUpperLetters'] ? 26 : 0) +
    (values['includeDigits'] ? 10 : 0) +
    (values['includeSymbols'] ? 10 : 0)
  return characters ** Number(values['length'])
}
