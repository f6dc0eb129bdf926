import type { LoginTexts } from '../../features/login-texts/index.ts'
import type { TextKey } from './texts.ts'

type Screens = {
  readonly [Screen in keyof LoginTexts]?: {
    readonly [Name in keyof LoginTexts[Screen]]?: TextKey | readonly TextKey[]
  }
}

/**
 * The texts of our pages that stand for the texts of the contract's screens (`LoginCustomText`). A text without a row belongs to
 * a step that our pages do not have, or to a label that they share with others.
 */
const screens: Screens = {
  selectAccountText: {
    title: ['accounts.title', 'accounts.title_app'],
    description: 'accounts.description',
    otherUser: 'accounts.other',
    sessionStateActive: 'accounts.signed_in',
    sessionStateInactive: 'accounts.signed_out',
  },
  loginText: {
    title: ['loginname.title', 'loginname.title_app'],
    description: 'loginname.description',
    loginNameLabel: [
      'loginname.label.name',
      'loginname.label.name_email',
      'loginname.label.name_phone',
      'loginname.label.name_email_phone',
    ],
    registerButtonText: 'loginname.register',
    nextButtonText: 'common.continue',
  },
  passwordText: {
    title: 'password.title',
    passwordLabel: 'common.password',
    resetLinkText: 'common.forgot_password',
    minLength: 'password.rules.length',
    hasUppercase: 'password.rules.uppercase',
    hasLowercase: 'password.rules.lowercase',
    hasNumber: 'password.rules.number',
    hasSymbol: 'password.rules.symbol',
  },
  initPasswordText: {
    title: 'password.set.title',
    description: 'password.set.description',
    codeLabel: 'common.code',
    newPasswordLabel: 'common.new_password',
    nextButtonText: 'password.set.submit',
    resendButtonText: 'common.resend',
  },
  initPasswordDoneText: { title: 'password.set.done_title' },
  emailVerificationText: {
    title: 'verify.title',
    description: ['verify.description', 'verify.description_unsent'],
    nextButtonText: 'verify.submit',
  },
  emailVerificationDoneText: {
    title: 'verify.success.title',
    description: 'verify.success.description',
    loginButtonText: 'common.sign_in',
  },
  initializeUserText: { title: 'verify.initialize.title', description: 'verify.initialize.description' },
  initMfaPromptText: {
    title: 'mfa.set.title',
    description: 'mfa.set.offer',
    skipButtonText: 'mfa.set.skip',
    otpOption: 'factor.totp',
    u2fOption: 'factor.u2f',
  },
  initMfaOtpText: {
    title: 'otp.time-based.set.title',
    description: 'otp.time-based.set.scan',
    descriptionOtp: 'otp.time-based.set.confirm',
    secretLabel: 'otp.time-based.set.key',
    cancelButtonText: 'common.cancel',
  },
  initMfaU2fText: {
    title: 'u2f.set.title',
    description: 'u2f.set.description',
    tokenNameLabel: 'u2f.set.name',
    registerTokenButtonText: 'u2f.set.submit',
  },
  mfaProvidersText: { chooseOther: 'common.other_way', otp: 'factor.totp', u2f: 'factor.u2f' },
  verifyMfaOtpText: { title: 'otp.time-based.title', description: 'otp.time-based.description' },
  verifyMfaU2fText: {
    title: 'u2f.title',
    description: 'u2f.description',
    validateTokenText: 'u2f.submit',
  },
  passwordlessText: {
    title: 'passkey.title',
    description: 'passkey.description',
    loginWithPwButtonText: 'passkey.use_password',
    validateTokenButtonText: 'passkey.submit',
    notSupported: 'kit.passkey_unsupported',
    errorRetry: 'kit.passkey_failed',
  },
  passwordlessRegistrationText: {
    title: 'passkey.set.title',
    description: 'passkey.set.description',
    tokenNameLabel: 'passkey.set.name',
    registerTokenButtonText: 'passkey.set.submit',
  },
  passwordlessRegistrationDoneText: { title: 'passkey.set.done' },
  passwordChangeText: {
    title: 'password.change.title',
    description: 'password.change.required',
    expiredDescription: 'password.change.expired',
    oldPasswordLabel: 'common.current_password',
    nextButtonText: 'password.change.submit',
  },
  passwordResetDoneText: { title: 'password.reset.sent_title', description: 'password.reset.sent' },
  registrationOptionText: { loginButtonText: 'register.has_account' },
  registrationUserText: {
    title: 'register.title',
    description: 'register.description',
    firstnameLabel: 'common.given_name',
    lastnameLabel: 'common.family_name',
    emailLabel: 'common.email',
    usernameLabel: 'common.username',
    nextButtonText: 'register.submit',
  },
  registrationOrgText: {
    title: 'register.org.title',
    description: 'register.org.description',
    orgnameLabel: 'register.org.name',
    saveButtonText: 'register.org.submit',
  },
  successLoginText: {
    title: 'signedin.title',
    redirectedDescription: 'signedin.description',
    autoRedirectDescription: 'common.redirect',
  },
  logoutText: { title: 'logout.done.title', description: 'logout.done.description' },
  footerText: {
    tos: 'kit.terms',
    privacyPolicy: 'kit.privacy',
    help: 'kit.help',
    supportEmail: 'kit.support',
  },
}

/** Our keys of a text of the contract's screens, by its key there: `passwordText.title`. */
export const keysOfScreens: ReadonlyMap<string, readonly TextKey[]> = new Map(
  Object.entries(screens).flatMap(([screen, names]) =>
    Object.entries(names).map(([name, keys]: [string, TextKey | readonly TextKey[]]) => [
      `${screen}.${name}`,
      typeof keys === 'string' ? [keys] : keys,
    ]),
  ),
)
