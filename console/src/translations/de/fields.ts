import type { Translation } from '../translation.ts'

export const fields: Translation['fields'] = {
  login: {
    allowUsernamePassword: ['Anmeldung mit Passwort', 'Aus: Es bleiben nur Passkeys.'],
    passwordlessType: [
      'Anmeldung mit Passkey',
      'Ein Passkey ersetzt das Passwort und ist zugleich ein zweiter Faktor.',
    ],
    allowRegister: [
      'Personen dürfen sich selbst registrieren',
      'In der Organisation, die die Anwendung nennt.',
    ],
    allowExternalIdp: [
      'Anmeldung mit anderen Anbietern',
      'Wirkt, sobald ein Identitätsanbieter eingerichtet ist.',
    ],
    defaultRedirectUri: [
      'Wohin es geht, wenn keine Anwendung im Spiel war',
      'Eine Adresse, die mit https beginnt, oder die einer App. Leer: die Kontoseite.',
    ],
    forceMfa: ['Alle brauchen einen zweiten Faktor'],
    forceMfaLocalOnly: [
      'Personen dieses Servers brauchen einen zweiten Faktor',
      'Wer sich mit einem anderen Anbieter anmeldet, braucht keinen.',
    ],
    mfaInitSkipLifetime: ['Einrichten eines Faktors wieder anbieten nach', '0: nicht anbieten.'],
    ignoreUnknownUsernames: [
      'Verbergen, ob es einen Anmeldenamen gibt',
      'Auch bei unbekannten Namen wird nach einem Passwort gefragt, damit niemand herausfindet, wer ein Konto hat.',
    ],
    allowDomainDiscovery: [
      'Organisation an der Domain des Anmeldenamens erkennen',
      'Unbekannte Namen einer bestätigten Domain gehören zu deren Organisation.',
    ],
    disableLoginWithEmail: ['E-Mail-Adresse nicht als Anmeldenamen akzeptieren'],
    disableLoginWithPhone: ['Telefonnummer nicht als Anmeldenamen akzeptieren'],
    hidePasswordReset: ['„Passwort vergessen?“ verbergen'],
    passwordCheckLifetime: ['Passwort'],
    secondFactorCheckLifetime: ['Zweiter Faktor'],
    multiFactorCheckLifetime: ['Passkey'],
    externalLoginCheckLifetime: ['Anderer Anbieter'],
  },
  complexity: {
    minLength: ['Mindestzahl der Zeichen', 'Von 1 bis 72.'],
    hasUppercase: ['Ein Großbuchstabe (A–Z)'],
    hasLowercase: ['Ein Kleinbuchstabe (a–z)'],
    hasNumber: ['Eine Ziffer (0–9)'],
    hasSymbol: ['Ein Satzzeichen oder Symbol'],
  },
  age: {
    maxAgeDays: ['Passwörter laufen ab nach', '0: nie. Danach verlangt die nächste Anmeldung ein neues.'],
    expireWarnDays: ['Vorher warnen', '0: keine Warnung.'],
  },
  lockout: {
    maxPasswordAttempts: ['Falsche Passwörter bis zur Sperre', '0: nie.'],
    maxOtpAttempts: ['Falsche Codes bis zur Sperre', '0: nie.'],
    releaseAfter: ['Eine Sperre endet von selbst nach', '0: Nur die Administration entsperrt.'],
  },
  domain: {
    userLoginMustBeDomain: [
      'Anmeldenamen enden mit einer Domain der Organisation',
      'Zwei Organisationen dürfen dann denselben Benutzernamen haben. Eine Änderung ändert alle Anmeldenamen.',
    ],
    validateOrgDomains: [
      'Domains von Organisationen müssen bestätigt werden',
      'Aus: Eine Domain gilt, sobald sie hinzugefügt ist.',
    ],
    smtpSenderAddressMatchesInstanceDomain: ['Der Absender von E-Mails hat eine Domain der Instanz'],
  },
  notification: {
    passwordChange: ['E-Mail an Personen, deren Passwort geändert wurde'],
  },
  privacy: {
    tosLink: ['Nutzungsbedingungen'],
    privacyLink: ['Datenschutzerklärung'],
    helpLink: ['Hilfe'],
    supportEmail: ['E-Mail-Adresse des Supports'],
    docsLink: ['Dokumentation'],
    customLink: ['Ein eigener Link'],
    customLinkText: ['Sein Text'],
  },
  security: {
    enableIframeEmbedding: [
      'Andere Seiten dürfen die Anmeldung in einem Frame zeigen',
      'Frames erleichtern es, Personen zu Klicks zu verleiten. Nennen Sie die Seiten, die es dürfen.',
    ],
    allowedOrigins: [
      'Seiten, die es dürfen',
      'Zum Beispiel https://app.example.com. Drücken Sie nach jeder die Eingabetaste.',
    ],
    enableImpersonation: [
      'Benutzer dürfen für andere handeln',
      'Durch Token-Exchange; dafür ist auch eine Rolle nötig.',
    ],
    credentialRights: [
      'Wessen Zugangsdaten Administratoren setzen dürfen',
      'Wer ein Passwort oder einen Passkey einer Person setzt, kann als diese Person handeln.',
    ],
    freshProof: [
      'Vor dem Ändern von Zugangsdaten ist ein neuer Nachweis nötig',
      'Auch vor dem Löschen von Organisationen, vor dem Vergeben von Rollen in der Instanz, vor dem Ändern von Signaturschlüsseln oder Protokollzielen und vor dem Handeln für andere. Außer wenn der letzte höchstens so viele Minuten alt ist. 0: nicht nötig. Höchstens 1.440.',
    ],
    reasonDemand: [
      'Heikle Handlungen brauchen einen Grund, den das Protokoll behält',
      'Löschungen, Administratoren, Signaturschlüssel, Secrets von Anwendungen, Protokollziele sowie Passwörter, Faktoren und Adressen anderer.',
    ],
  },
  oidc: {
    accessTokenLifetime: ['Access-Tokens', 'Opak und JWT.'],
    idTokenLifetime: ['ID-Tokens'],
    refreshTokenIdleExpiration: ['Unbenutzte Refresh-Tokens'],
    refreshTokenExpiration: ['Refresh-Tokens spätestens'],
  },
  generator: {
    length: ['Länge', 'Von 1 bis 255 Zeichen.'],
    expiry: ['Gültig für', '0: unbegrenzt.'],
    includeLowerLetters: ['Kleinbuchstaben'],
    includeUpperLetters: ['Großbuchstaben'],
    includeDigits: ['Ziffern'],
    includeSymbols: ['Symbole'],
  },
  defaultLanguage: { language: ['Sprache für Personen, die keine gewählt haben'] },
  allowedLanguages: {
    allowedLanguages: ['Sprachen der Seiten und E-Mails', 'Leer: alle. Die Standardsprache muss dabei sein.'],
  },
  restrictions: {
    disallowPublicOrgRegistration: [
      'Besucher dürfen keine Organisationen registrieren',
      'Die Seite dafür wird dann nicht gefunden.',
    ],
  },
  loginFlag: {
    required: ['Alle Anwendungen verwenden die Anmeldung unter der Adresse unten'],
    baseUri: ['Adresse Ihrer Anmeldung', 'https, ohne Query. Leer: die Anmeldung dieses Servers.'],
  },
  flags: {
    loginDefaultOrg: [
      'loginDefaultOrg',
      'Eine Anmeldung, die keine Organisation nennt, folgt ohnehin der Instanz.',
    ],
    oidcTokenExchange: ['oidcTokenExchange', 'Immer ein, für Clients, die dafür eingerichtet sind.'],
    enableBackChannelLogout: [
      'enableBackChannelLogout',
      'Immer ein, für Anwendungen, die eine Adresse dafür haben.',
    ],
    permissionCheckV2: ['permissionCheckV2', 'In Listen fehlt immer, was der Aufrufer nicht lesen darf.'],
    oidcSingleV1SessionTermination: [
      'oidcSingleV1SessionTermination',
      'Eine Abmeldung beendet immer eine Sitzung.',
    ],
    debugOidcParentError: ['debugOidcParentError', 'Fehler nennen immer Ursache und Abhilfe.'],
    disableUserTokenEvent: ['disableUserTokenEvent', 'Tokens sind nie Ereignisse von Personen.'],
    userSchema: ['userSchema', 'Die Dienste dafür gibt es nicht mehr.'],
    consoleUseV2UserApi: ['consoleUseV2UserApi', 'Für eine andere Konsole.'],
  },
}
