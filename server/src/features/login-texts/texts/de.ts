import type { LoginTexts } from './loginTexts.ts'

const back = 'Zurück'
const cancel = 'Abbrechen'
const next = 'Weiter'
const signIn = 'Anmelden'
const skip = 'Nicht jetzt'
const code = 'Code'
const resend = 'Neuen Code senden'
const newPassword = 'Neues Passwort'
const repeatPassword = 'Neues Passwort wiederholen'
const retry = 'Versuchen Sie es noch einmal, beginnen Sie von vorn oder wählen Sie einen anderen Weg.'
const noWebAuthn =
  'Dieser Browser kann weder Sicherheitsschlüssel noch Passkeys verwenden. Aktualisieren Sie ihn oder nehmen Sie einen anderen.'
const register = {
  firstnameLabel: 'Vorname',
  lastnameLabel: 'Nachname',
  usernameLabel: 'Benutzername',
  emailLabel: 'E-Mail-Adresse',
  tosAndPrivacyLabel: 'Bedingungen und Datenschutz',
  tosConfirm: 'Ich akzeptiere die',
  tosLinkText: 'Nutzungsbedingungen',
  privacyConfirm: 'Ich habe gelesen:',
  privacyLinkText: 'Datenschutzerklärung',
}
const passwords = { passwordLabel: 'Passwort', passwordConfirmLabel: 'Passwort wiederholen' }
const linking = {
  titleLinkingProcess: 'Konto verbinden',
  descriptionLinkingProcess: 'Wählen Sie das Konto, zu dem Ihre externe Anmeldung gehört.',
  userMustBeMemberOfOrg: 'Hier können sich nur Mitglieder dieser Organisation anmelden.',
}

/** German. */
export const de: LoginTexts = {
  selectAccountText: {
    ...linking,
    title: 'Konto wählen',
    description: 'Fahren Sie mit einem dieser Konten fort oder nehmen Sie ein anderes.',
    otherUser: 'Anderes Konto verwenden',
    sessionStateActive: 'Angemeldet',
    sessionStateInactive: 'Abgemeldet',
  },
  loginText: {
    ...linking,
    title: 'Willkommen',
    description: 'Geben Sie Ihren Anmeldenamen ein.',
    loginNameLabel: 'Anmeldename',
    registerButtonText: 'Konto anlegen',
    nextButtonText: next,
    externalUserDescription: 'Oder melden Sie sich an mit',
    userNamePlaceholder: 'Ihr Benutzername',
    loginNamePlaceholder: 'name@organisation',
  },
  passwordText: {
    title: 'Passwort eingeben',
    description: 'Bestätigen Sie, dass Sie es sind.',
    passwordLabel: 'Passwort',
    resetLinkText: 'Passwort vergessen?',
    backButtonText: back,
    nextButtonText: next,
    minLength: 'Hat die Mindestlänge',
    hasUppercase: 'Enthält einen Großbuchstaben',
    hasLowercase: 'Enthält einen Kleinbuchstaben',
    hasNumber: 'Enthält eine Ziffer',
    hasSymbol: 'Enthält ein Satz- oder Sonderzeichen',
    confirmation: 'Beide Eingaben sind gleich',
  },
  usernameChangeText: {
    title: 'Benutzernamen ändern',
    description: 'Wählen Sie den Namen, mit dem Sie sich anmelden möchten.',
    usernameLabel: 'Neuer Benutzername',
    cancelButtonText: cancel,
    nextButtonText: 'Speichern',
  },
  usernameChangeDoneText: {
    title: 'Benutzername geändert',
    description: 'Melden Sie sich das nächste Mal mit dem neuen Namen an.',
    nextButtonText: next,
  },
  initPasswordText: {
    title: 'Passwort wählen',
    description: 'Geben Sie den Code aus unserer Nachricht und Ihr neues Passwort ein.',
    codeLabel: code,
    newPasswordLabel: newPassword,
    newPasswordConfirmLabel: repeatPassword,
    nextButtonText: next,
    resendButtonText: resend,
  },
  initPasswordDoneText: {
    title: 'Passwort gesetzt',
    description: 'Von nun an können Sie sich damit anmelden.',
    nextButtonText: next,
    cancelButtonText: cancel,
  },
  emailVerificationText: {
    title: 'E-Mail-Adresse bestätigen',
    description: 'Wir haben einen Code an Ihre Adresse gesandt. Geben Sie ihn hier ein.',
    codeLabel: code,
    nextButtonText: next,
    resendButtonText: resend,
  },
  emailVerificationDoneText: {
    title: 'E-Mail-Adresse bestätigt',
    description: 'Danke. Unter dieser Adresse erreichen wir Sie.',
    nextButtonText: next,
    cancelButtonText: cancel,
    loginButtonText: signIn,
  },
  initializeUserText: {
    title: 'Konto einrichten',
    description: 'Geben Sie den Code aus unserer Nachricht ein und wählen Sie ein Passwort.',
    codeLabel: code,
    newPasswordLabel: newPassword,
    newPasswordConfirmLabel: repeatPassword,
    resendButtonText: resend,
    nextButtonText: next,
  },
  initializeDoneText: {
    title: 'Ihr Konto ist bereit',
    description: 'Sie können sich jetzt anmelden.',
    cancelButtonText: cancel,
    nextButtonText: next,
  },
  initMfaPromptText: {
    title: 'Konto schützen',
    description: 'Mit einem zweiten Schritt nützt ein gestohlenes Passwort allein niemandem.',
    otpOption: 'Authenticator-App',
    u2fOption: 'Sicherheitsschlüssel oder dieses Gerät',
    skipButtonText: skip,
    nextButtonText: next,
  },
  initMfaOtpText: {
    title: 'Authenticator-App einrichten',
    description: 'Lesen Sie das Bild mit Ihrer App ein oder tippen Sie den Schlüssel ab.',
    descriptionOtp: 'Geben Sie dann den Code ein, den die App anzeigt.',
    secretLabel: 'Schlüssel',
    codeLabel: code,
    nextButtonText: next,
    cancelButtonText: cancel,
  },
  initMfaU2fText: {
    title: 'Sicherheitsschlüssel hinzufügen',
    description: 'Geben Sie dem Schlüssel einen Namen, an dem Sie ihn wiedererkennen.',
    tokenNameLabel: 'Name des Schlüssels',
    notSupported: noWebAuthn,
    registerTokenButtonText: 'Schlüssel hinzufügen',
    errorRetry: retry,
  },
  initMfaDoneText: {
    title: 'Zweiter Schritt hinzugefügt',
    description: 'Wir fragen danach, wenn Sie sich anmelden.',
    cancelButtonText: cancel,
    nextButtonText: next,
  },
  mfaProvidersText: {
    chooseOther: 'Oder nehmen Sie einen anderen zweiten Schritt',
    otp: 'Authenticator-App',
    u2f: 'Sicherheitsschlüssel oder dieses Gerät',
  },
  verifyMfaOtpText: {
    title: 'Zweiter Schritt',
    description: 'Geben Sie den Code ein, den Ihre Authenticator-App anzeigt.',
    codeLabel: code,
    nextButtonText: next,
  },
  verifyMfaU2fText: {
    title: 'Zweiter Schritt',
    description: 'Verwenden Sie Ihren Sicherheitsschlüssel oder dieses Gerät.',
    validateTokenText: 'Schlüssel verwenden',
    notSupported: noWebAuthn,
    errorRetry: retry,
  },
  passwordlessText: {
    title: 'Mit Passkey anmelden',
    description: 'Bestätigen Sie mit Ihrem Gerät; ein Passwort ist nicht nötig.',
    loginWithPwButtonText: 'Passwort verwenden',
    validateTokenButtonText: 'Passkey verwenden',
    notSupported: noWebAuthn,
    errorRetry: retry,
  },
  passwordChangeText: {
    title: 'Passwort ändern',
    description: 'Geben Sie Ihr bisheriges und Ihr neues Passwort ein.',
    oldPasswordLabel: 'Bisheriges Passwort',
    newPasswordLabel: newPassword,
    newPasswordConfirmLabel: repeatPassword,
    cancelButtonText: cancel,
    nextButtonText: next,
    expiredDescription: 'Ihr Passwort ist zu alt. Wählen Sie ein neues, um fortzufahren.',
  },
  passwordChangeDoneText: {
    title: 'Passwort geändert',
    description: 'Verwenden Sie von nun an das neue Passwort.',
    nextButtonText: next,
  },
  passwordResetDoneText: {
    title: 'Sehen Sie in Ihren Nachrichten nach',
    description: 'Wir haben Ihnen einen Link gesandt, mit dem Sie ein neues Passwort wählen können.',
    nextButtonText: next,
  },
  registrationOptionText: {
    title: 'Konto anlegen',
    description: 'Wie möchten Sie sich künftig anmelden?',
    userNameButtonText: 'Mit Benutzername und Passwort',
    externalLoginDescription: 'Oder mit einem Konto, das Sie anderswo haben',
    loginButtonText: 'Mit bestehendem Konto anmelden',
  },
  registrationUserText: {
    ...register,
    ...passwords,
    title: 'Konto anlegen',
    description: 'Sagen Sie uns, wer Sie sind.',
    descriptionOrgRegister: 'Sagen Sie uns, wer die Organisation leiten wird.',
    languageLabel: 'Sprache',
    genderLabel: 'Geschlecht',
    nextButtonText: next,
    backButtonText: back,
  },
  registrationOrgText: {
    ...register,
    ...passwords,
    title: 'Organisation anlegen',
    description: 'Benennen Sie die Organisation und die Person, die sie leiten wird.',
    orgnameLabel: 'Name der Organisation',
    saveButtonText: 'Organisation anlegen',
  },
  linkingUserPromptText: {
    title: 'Dieses Konto gibt es schon',
    description: 'Möchten Sie es mit Ihrer externen Anmeldung verbinden?',
    linkButtonText: 'Verbinden',
    otherButtonText: 'Etwas anderes',
  },
  linkingUserDoneText: {
    title: 'Konten verbunden',
    description: 'Sie können sich von nun an mit beiden anmelden.',
    cancelButtonText: cancel,
    nextButtonText: next,
  },
  externalUserNotFoundText: {
    title: 'Wir kennen Sie noch nicht',
    description:
      'Verbinden Sie Ihre externe Anmeldung mit einem Konto, das Sie hier haben, oder legen Sie ein neues an.',
    linkButtonText: 'Konto verbinden',
    autoRegisterButtonText: 'Konto anlegen',
    tosAndPrivacyLabel: register.tosAndPrivacyLabel,
    tosConfirm: register.tosConfirm,
    tosLinkText: register.tosLinkText,
    privacyLinkText: register.privacyLinkText,
    privacyConfirm: register.privacyConfirm,
  },
  successLoginText: {
    title: 'Sie sind angemeldet',
    autoRedirectDescription: 'Wir bringen Sie jetzt zu Ihrer Anwendung zurück.',
    redirectedDescription: 'Sie können dieses Fenster schließen.',
    nextButtonText: next,
  },
  logoutText: {
    title: 'Sie sind abgemeldet',
    description: 'Sie können dieses Fenster schließen.',
    loginButtonText: signIn,
  },
  footerText: {
    tos: 'Nutzungsbedingungen',
    privacyPolicy: 'Datenschutz',
    help: 'Hilfe',
    supportEmail: 'Unterstützung',
  },
  passwordlessPromptText: {
    title: 'Ohne Passwort anmelden?',
    description:
      'Ein Passkey auf diesem Gerät ist schneller als ein Passwort und aus der Ferne nicht zu stehlen.',
    descriptionInit: 'Richten Sie auf diesem Gerät einen Passkey ein, um sich ohne Passwort anzumelden.',
    passwordlessButtonText: 'Passkey einrichten',
    nextButtonText: next,
    skipButtonText: skip,
  },
  passwordlessRegistrationText: {
    title: 'Passkey hinzufügen',
    description: 'Geben Sie ihm einen Namen, etwa den dieses Geräts, und bestätigen Sie mit dem Gerät.',
    tokenNameLabel: 'Name des Passkeys',
    notSupported: noWebAuthn,
    registerTokenButtonText: 'Passkey hinzufügen',
    errorRetry: retry,
  },
  passwordlessRegistrationDoneText: {
    title: 'Passkey hinzugefügt',
    description: 'Auf diesem Gerät können Sie sich ohne Passwort anmelden.',
    nextButtonText: next,
    cancelButtonText: cancel,
    descriptionClose: 'Sie können dieses Fenster schließen.',
  },
  externalRegistrationUserOverviewText: {
    ...register,
    title: 'Konto anlegen',
    description: 'Das wissen wir von Ihrer externen Anmeldung. Berichtigen Sie, was nicht stimmt.',
    nicknameLabel: 'Spitzname',
    languageLabel: 'Sprache',
    phoneLabel: 'Telefonnummer',
    backButtonText: back,
    nextButtonText: next,
  },
}
