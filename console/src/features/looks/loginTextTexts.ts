import { localizedPage } from '../../language/localizedPage.ts'
import { titles } from './titles.ts'

/** The texts of the page of login texts. */
export const loginTextTexts = localizedPage('loginTexts', {
  ...titles.loginTexts,
  screen: 'Page',
  screens: {
    selectAccountText: 'Choose an account',
    loginText: 'Login name',
    passwordText: 'Password',
    initPasswordText: 'Set a first password',
    initPasswordDoneText: 'The password is set',
    emailVerificationText: 'Confirm an e-mail address',
    emailVerificationDoneText: 'The address is confirmed',
    initializeUserText: 'Finish setting up an account',
    initMfaPromptText: 'Offer of a second factor',
    initMfaOtpText: 'Set up an authenticator app',
    initMfaU2fText: 'Set up a security key',
    mfaProvidersText: 'Names of second factors',
    verifyMfaOtpText: 'Code of an authenticator app',
    verifyMfaU2fText: 'Security key',
    passwordlessText: 'Passkey',
    passwordlessRegistrationText: 'Add a passkey',
    passwordlessRegistrationDoneText: 'The passkey is added',
    passwordChangeText: 'Change the password',
    passwordResetDoneText: 'The password can be reset',
    registrationOptionText: 'Link from registration to login',
    registrationUserText: 'Register a person',
    registrationOrgText: 'Register an organization',
    successLoginText: 'Signed in',
    logoutText: 'Signed out',
    footerText: 'Links at the foot',
  },
  edit: 'Texts',
  editIntro:
    'A field that is empty leaves the text that stands above it. Keep what is in braces: it becomes a name or a number.',
  standard: (text: string) => `Default: ${text}`,
  ofInstance: (text: string) => `Instance: ${text}`,
  own: (count: number) =>
    count === 1 ? '1 own text in this language' : `${count} own texts in this language`,
  saved: 'Saved. Login pages say it from now on.',
  clear: 'Use the text above',
  clearOf: (label: string) => `Use the text above: ${label}`,
  reset: 'Remove all own texts of this language',
  resetTitle: 'Remove all own texts?',
  resetText: (language: string) => `All login pages in ${language} have the texts of the level above again.`,
  wasReset: 'The own texts were removed.',
  preview: 'Preview',
  previewIntro:
    'The real first page of a login in this language, as people have it now. What you change here shows once it is saved.',
  previewFrame: 'Login page in this language',
})
