import type { Translation } from '../translation.ts'
import { settingsTitles } from './titles.ts'

export const settings: Translation['settings'] = {
  ...settingsTitles,
  onlyInstance: (title: string) =>
    `${title}: Das ist eine Einstellung der ganzen Instanz. Wählen Sie oben auf der Seite „Ganze Instanz“`,
  notFound: 'Diese Seite der Einstellungen gibt es nicht. Öffnen Sie die Liste aller Einstellungen',
  policies: {
    login: { title: 'Regeln', intro: 'Für alle, die sich auf dieser Ebene anmelden.' },
    complexity: {
      title: 'Was ein neues Passwort braucht',
      intro: 'Vorhandene Passwörter bleiben, wie sie sind.',
    },
    age: { title: 'Wie lange ein Passwort gilt', intro: 'In Tagen, seit es festgelegt wurde.' },
    lockout: { title: 'Grenzen', intro: 'Eine gesperrte Person kann sich mit nichts anmelden.' },
    domain: { title: 'Regeln', intro: 'Nur die Administration der Instanz ändert sie.' },
    privacy: {
      title: 'Adressen',
      intro:
        'Anmeldeseiten und E-Mails zeigen alle, die nicht leer sind. {{.Lang}} steht für die Sprache der Seite.',
    },
    notification: { title: 'E-Mails' },
    security: { title: 'Frames, Handeln für andere und Zugangsdaten' },
    oidc: {
      title: 'Gültigkeit von Tokens',
      intro: 'Für bereits ausgestellte Tokens ändert sich nichts.',
    },
    restrictions: { title: 'Registrierung von Organisationen' },
    defaultLanguage: { title: 'Standardsprache' },
    allowedLanguages: { title: 'Erlaubte Sprachen' },
    loginFlag: {
      title: 'Eigene Anmeldung',
      intro: 'Schickt die Personen aller Anwendungen zu einer Anmeldung, die Sie betreiben.',
    },
    flags: {
      title: 'Andere Flags des API-Vertrags',
      intro:
        'Sie werden für Clients gespeichert, die sie setzen. Dieser Server kennt kein zweites Verhalten, auf das sie umschalten könnten.',
    },
  },
  parts: {
    ways: 'Wege zur Anmeldung',
    factors: 'Zweite Faktoren',
    names: 'Anmeldenamen',
    pages: 'Seiten',
    lifetimes: 'Wie lange ein Nachweis gilt',
  },
  factors: {
    title: 'Erlaubte Faktoren',
    intro: 'Eine Änderung wird sofort gespeichert, nachdem Sie gesehen haben, wen sie betrifft.',
    second: 'Zweite Faktoren, nach dem Passwort',
    multi: 'Mehrere Faktoren auf einmal',
    names: {
      SECOND_FACTOR_TYPE_OTP: ['Authenticator-App', 'Codes einer App auf dem Telefon.'],
      SECOND_FACTOR_TYPE_U2F: [
        'Sicherheitsschlüssel',
        'Ein Phishing-resistenter Schlüssel oder ein solches Gerät.',
      ],
      SECOND_FACTOR_TYPE_OTP_EMAIL: ['Code per E-Mail', 'So sicher wie das Postfach.'],
      SECOND_FACTOR_TYPE_RECOVERY_CODES: [
        'Wiederherstellungscodes',
        'Ersetzen einen verlorenen Faktor. Erlaubt, solange die Richtlinie nichts anderes sagt.',
      ],
      SECOND_FACTOR_TYPE_OTP_SMS: ['Code per SMS', 'Nummern können übernommen werden.'],
      MULTI_FACTOR_TYPE_U2F_WITH_VERIFICATION: [
        'Passkey mit PIN oder Fingerabdruck',
        'Braucht kein Passwort.',
      ],
    },
    named: 'Ausdrücklich erlaubt',
    allowNow: 'Erlauben',
    forbidNow: 'Verbieten',
    allow: (name: string) => `Erlauben: ${name}`,
    forbid: (name: string) => `Nicht mehr erlauben: ${name}`,
    save: 'Speichern',
    allowed: (name: string) => `Erlaubt: ${name}.`,
    forbidden: (name: string) => `Nicht mehr erlaubt: ${name}.`,
  },
  warnings: {
    noWayIn: 'Weder Passwörter noch Passkeys wären erlaubt: Niemand könnte sich anmelden, auch Sie nicht.',
    noFactor:
      'Ein zweiter Faktor wird verlangt, aber keiner ist erlaubt: Niemand kann einrichten, was nötig ist.',
    shortPasswords: 'Passwörter mit weniger als 8 Zeichen sind schnell erraten.',
    noLock: 'Ohne Grenze lassen sich Passwörter oder Codes endlos durchprobieren.',
    lockForEver:
      'Sperren würde nur die Administration aufheben: Wer einen Anmeldenamen kennt, kann die Person mit falschen Passwörtern aussperren.',
    namesWithDomain:
      'Alle Anmeldenamen enden dann mit einer Domain der Organisation. Teilen Sie den Personen zuerst ihre neuen Namen mit.',
    namesWithoutDomain:
      'Alle Anmeldenamen verlieren ihre Domain. Zwei Personen mit demselben Benutzernamen können ihn nicht beide behalten; die Änderung wird dann abgewiesen.',
    noOrigins: 'Frames sind erlaubt, aber es ist keine Seite genannt, die sie haben darf.',
    impersonation: 'Wer die Rolle dafür hat, kann als eine andere Person handeln.',
    anyCredentials:
      'Administratoren können dann die Zugangsdaten von Personen setzen, die mehr Rechte haben als sie, und so diese Rechte erlangen.',
    noFreshProof:
      'Wer einen offenen Browser findet, kann dann das Passwort und die Faktoren der Person ändern.',
    longTokens: 'Ein gestohlenes Access-Token, das länger als einen Tag gilt, ist mehr wert.',
    guessable: 'Es gibt so wenige dieser Codes, dass sie sich erraten lassen.',
    ownLogin:
      'Niemand kann sich anmelden, auch hier nicht, wenn die Anmeldung unter dieser Adresse nicht funktioniert. Öffnen Sie sie zuerst.',
  },
  clash: (labels: string) =>
    `Jemand anderes hat dies inzwischen geändert: ${labels}. Speichern Sie noch einmal, um sich zwischen beidem zu entscheiden`,
  ownBeside:
    'Das sind Werte der Organisation selbst. Wo die Instanz einen anderen Wert hat, steht er daneben.',
  saveTogether:
    'Mit dem Speichern erhält diese Organisation eigene Werte, und zwar alle: Spätere Änderungen der Instanz wirken hier nicht mehr.',
  readOnly: (right: string) => `Zum Ändern brauchen Sie das Recht ${right}.`,
  credentialRights: [
    { value: 'held', label: 'Von Personen, die nicht mehr Rechte haben' },
    { value: 'contract', label: 'Von allen, die sie bearbeiten dürfen' },
  ],
  reasonDemand: [
    { value: 'none', label: 'Von niemandem' },
    { value: 'people', label: 'Von Personen; Maschinen geben nur einen an, wenn sie für andere handeln' },
  ],
  generators: [
    ['INIT_CODE', 'Erster Code einer Person', 'Legt das erste Passwort fest.'],
    ['VERIFY_EMAIL_CODE', 'Code für eine E-Mail-Adresse', 'Bestätigt eine Adresse.'],
    ['VERIFY_PHONE_CODE', 'Code für eine Telefonnummer', 'Bestätigt eine Nummer.'],
    [
      'PASSWORD_RESET_CODE',
      'Code für ein neues Passwort',
      'Geht per E-Mail an alle, die ihres vergessen haben.',
    ],
    ['PASSWORDLESS_INIT_CODE', 'Code für einen Passkey', 'Teil eines Links zum Hinzufügen.'],
    ['APP_SECRET', 'Secrets von Anwendungen und Maschinen', 'Sie laufen nicht ab.'],
    ['OTP_SMS', 'Zweiter Faktor per SMS', 'Wird bei der Anmeldung eingegeben.'],
    ['OTP_EMAIL', 'Zweiter Faktor per E-Mail', 'Wird bei der Anmeldung eingegeben.'],
  ],
  generatorSummary: (length: number, seconds: number) => {
    const time =
      seconds === 0
        ? 'unbegrenzt gültig'
        : seconds % 3600 === 0
          ? `gültig für ${seconds / 3600} h`
          : `gültig für ${(Math.round((seconds / 60) * 100) / 100).toLocaleString('de')} min`
    return `${length} Zeichen, ${time}`
  },
  flags: {
    instance: 'Auf dieser Instanz gesetzt',
    system: 'Vom System',
    unset: 'Nicht gesetzt',
    reset: 'Alle zurücksetzen',
    resetTitle: 'Alle Flags zurücksetzen?',
    resetText: 'Alle Flags dieser Instanz, auch das der eigenen Anmeldung, haben dann die Werte des Systems.',
    resetDone: 'Die Flags wurden zurückgesetzt.',
  },
  keys: {
    title: 'Schlüssel',
    intro:
      'Ein Schlüssel signiert. Clients merken sich die veröffentlichten Schlüssel einige Minuten lang. Erstellen Sie den nächsten deshalb eine Weile, bevor Sie ihn aktivieren, und löschen Sie einen früheren erst, wenn kein damit signiertes Token mehr gilt.',
    id: 'ID',
    kind: 'Art',
    state: 'Status',
    created: 'Erstellt',
    changed: 'Geändert',
    states: {
      STATE_INITIAL: ['Nächster', 'quiet'],
      STATE_ACTIVE: ['In Gebrauch', 'good'],
      STATE_INACTIVE: ['Früherer', 'warn'],
      STATE_REMOVED: ['Entfernt', 'warn'],
    },
    add: 'Neuer Schlüssel',
    addText: 'Er wird sofort veröffentlicht und signiert nichts, bis Sie ihn aktivieren.',
    kinds: [
      { value: 'rsa-2048-256', label: 'RSA 2048, SHA-256 (RS256): jeder Client kennt es' },
      { value: 'rsa-3072-256', label: 'RSA 3072, SHA-256 (RS256)' },
      { value: 'rsa-4096-512', label: 'RSA 4096, SHA-512 (RS512)' },
      { value: 'ecdsa-P256', label: 'Elliptische Kurve P-256 (ES256): klein und schnell' },
      { value: 'ecdsa-P384', label: 'Elliptische Kurve P-384 (ES384)' },
      { value: 'ecdsa-P512', label: 'Elliptische Kurve P-521 (ES512)' },
      { value: 'ed25519', label: 'Ed25519 (EdDSA)' },
    ],
    added: 'Der Schlüssel wurde erstellt.',
    activate: 'Aktivieren',
    activateTitle: 'Ab jetzt mit diesem Schlüssel signieren?',
    activateText:
      'Clients, die diesen Schlüssel noch nicht abgerufen haben, weisen neue Tokens so lange ab. Der bisherige Schlüssel bleibt veröffentlicht; seine Tokens bleiben also gültig.',
    activated: 'Der Schlüssel ist in Gebrauch.',
    remove: 'Löschen',
    removeTitle: 'Diesen Schlüssel löschen?',
    removeText: 'Damit signierte Tokens werden ab dann abgewiesen, auch solche, die noch gelten.',
    removed: 'Der Schlüssel wurde gelöscht.',
  },
}

export const loginAddress: Translation['loginAddress'] = {
  status: (status: number) =>
    `Der Server hat die Anmeldeseite unter dieser Adresse abgerufen und HTTP ${status} erhalten.`,
  name_unknown: 'Der Server erreicht diese Adresse nicht: Ihr Name ist nicht bekannt.',
  connection_refused: 'Der Server erreicht diese Adresse nicht: Dort nimmt nichts Verbindungen an.',
  timeout: 'Der Server erreicht diese Adresse nicht: Innerhalb von 5 Sekunden kam keine Antwort.',
  certificate: 'Der Server erreicht diese Adresse nicht sicher: Er vertraut dem Zertifikat dort nicht.',
  failed: 'Der Server erreicht diese Adresse nicht: Die Verbindung ist fehlgeschlagen.',
  not_allowed:
    'Die Adresse konnte nicht geprüft werden: Der Server darf keine Adressen privater Netze abrufen.',
  not_public:
    'Die Adresse konnte nicht geprüft werden: Ihr Name ist nicht bekannt, oder sie gehört zu einem privaten Netz. Prüfen Sie die Schreibweise.',
  not_asked: 'Die Adresse konnte nicht geprüft werden.',
}
