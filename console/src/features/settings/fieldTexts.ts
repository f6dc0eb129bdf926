import { localizedPage } from '../../language/localizedPage.ts'

/** The texts of a field: its label, and what it does. */
export type FieldText = readonly [label: string, hint?: string]

/** Labels and hints of all fields: label first, then what it does. */
export const fieldTexts = localizedPage('fields', {
  login: {
    allowUsernamePassword: ['Log in with a password', 'Off: only passkeys are left.'],
    passwordlessType: [
      'Log in with a passkey',
      'A passkey replaces the password and is a second factor as well.',
    ],
    allowRegister: ['People may register themselves', 'In the organization that the application names.'],
    allowExternalIdp: ['Log in with other providers', 'Takes effect once an identity provider is set up.'],
    defaultRedirectUri: [
      'Where people go who came from no application',
      'An address that begins with https, or that of an app. Empty: the account page.',
    ],
    forceMfa: ['Everybody needs a second factor'],
    forceMfaLocalOnly: [
      'People of this server need a second factor',
      'Those who log in with another provider do not.',
    ],
    mfaInitSkipLifetime: ['Ask again to set up a factor after', '0: do not ask.'],
    ignoreUnknownUsernames: [
      'Hide whether a login name exists',
      'Unknown names are asked for a password, too, so that nobody can find out who has an account.',
    ],
    allowDomainDiscovery: [
      'Find the organization by the domain of the login name',
      'Unknown names of a verified domain belong to its organization.',
    ],
    disableLoginWithEmail: ['Do not accept an e-mail address as login name'],
    disableLoginWithPhone: ['Do not accept a phone number as login name'],
    hidePasswordReset: ['Hide “Forgot password?”'],
    passwordCheckLifetime: ['Password'],
    secondFactorCheckLifetime: ['Second factor'],
    multiFactorCheckLifetime: ['Passkey'],
    externalLoginCheckLifetime: ['Other provider'],
  },
  complexity: {
    minLength: ['Least number of characters', 'From 1 to 72.'],
    hasUppercase: ['An uppercase letter (A–Z)'],
    hasLowercase: ['A lowercase letter (a–z)'],
    hasNumber: ['A digit (0–9)'],
    hasSymbol: ['A symbol'],
  },
  age: {
    maxAgeDays: ['Passwords expire after', '0: never. Then a new one is demanded at the next login.'],
    expireWarnDays: ['Warn before that', '0: no warning.'],
  },
  lockout: {
    maxPasswordAttempts: ['Wrong passwords until a person is locked', '0: never.'],
    maxOtpAttempts: ['Wrong codes until a person is locked', '0: never.'],
    releaseAfter: ['A lock ends by itself after', '0: only an administrator unlocks.'],
  },
  domain: {
    userLoginMustBeDomain: [
      'Login names end with a domain of the organization',
      'Two organizations may then have the same user name. A change alters all login names.',
    ],
    validateOrgDomains: [
      'Domains of organizations must be proved',
      'Off: a domain counts as soon as it is added.',
    ],
    smtpSenderAddressMatchesInstanceDomain: ['The sender of mails has a domain of the instance'],
  },
  notification: {
    passwordChange: ['Mail people whose password was changed'],
  },
  privacy: {
    tosLink: ['Terms of service'],
    privacyLink: ['Privacy policy'],
    helpLink: ['Help'],
    supportEmail: ['E-mail address of the support'],
    docsLink: ['Documentation'],
    customLink: ['A link of your own'],
    customLinkText: ['Its text'],
  },
  security: {
    enableIframeEmbedding: [
      'Other pages may show the login in a frame',
      'Frames make it easier to trick people into clicks; name the pages that may.',
    ],
    allowedOrigins: ['Pages that may', 'Such as https://app.example.com. Press Enter after each.'],
    enableImpersonation: ['Users may act for others', 'By token exchange; each needs a role for it as well.'],
    credentialRights: [
      'Whose credentials an administrator may set',
      'Whoever sets a password or passkey of a person can act as that person.',
    ],
    freshProof: [
      'People prove themselves again before they change their credentials',
      'Also before they delete organizations, give roles on the instance, change signing keys or log targets, or act for others. Unless they did within so many minutes. 0: they need not. At most 1,440.',
    ],
    reasonDemand: [
      'Sensitive acts need a reason, which the log keeps',
      'Deletions, administrators, signing keys, secrets of applications, log targets, and passwords, factors and addresses of others.',
    ],
  },
  oidc: {
    accessTokenLifetime: ['Access tokens', 'Opaque and JWT.'],
    idTokenLifetime: ['ID tokens'],
    refreshTokenIdleExpiration: ['Refresh tokens that are not used'],
    refreshTokenExpiration: ['Refresh tokens at the latest'],
  },
  generator: {
    length: ['Length', 'From 1 to 255 characters.'],
    expiry: ['Valid for', '0: for ever.'],
    includeLowerLetters: ['Lowercase letters'],
    includeUpperLetters: ['Uppercase letters'],
    includeDigits: ['Digits'],
    includeSymbols: ['Symbols'],
  },
  defaultLanguage: { language: ['Language of people who have chosen none'] },
  allowedLanguages: {
    allowedLanguages: [
      'Languages of pages and mails',
      'Empty: all. The default language must be among them.',
    ],
  },
  restrictions: {
    disallowPublicOrgRegistration: [
      'Visitors must not register organizations',
      'The page for it is then not found.',
    ],
  },
  loginFlag: {
    required: ['Every application uses the login at the address below'],
    baseUri: ['Address of your login', 'https, without a query. Empty: the login of this server.'],
  },
  flags: {
    loginDefaultOrg: ['loginDefaultOrg', 'A login that names no organization follows the instance anyway.'],
    oidcTokenExchange: ['oidcTokenExchange', 'Always on, for clients that are set up for it.'],
    enableBackChannelLogout: [
      'enableBackChannelLogout',
      'Always on, for applications that have an address for it.',
    ],
    permissionCheckV2: ['permissionCheckV2', 'Lists leave out what a caller may not read in any case.'],
    oidcSingleV1SessionTermination: ['oidcSingleV1SessionTermination', 'A logout always ends one session.'],
    debugOidcParentError: ['debugOidcParentError', 'Errors always say the cause and the remedy.'],
    disableUserTokenEvent: ['disableUserTokenEvent', 'Tokens never are events of people.'],
    userSchema: ['userSchema', 'Its services do not exist any more.'],
    consoleUseV2UserApi: ['consoleUseV2UserApi', 'For another console.'],
  },
}) satisfies Readonly<Record<string, Readonly<Record<string, FieldText>>>>
