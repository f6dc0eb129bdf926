import type { Translation } from '../translation.ts'

export const looksTitles: Translation['looksTitles'] = {
  branding: {
    title: 'Gestaltung',
    intro: 'Farben, Logo, Icon und Schrift der Anmeldeseiten, Kontoseiten und E-Mails.',
  },
  messages: {
    title: 'Nachrichtentexte',
    intro: 'Was in E-Mails und SMS steht, in jeder Sprache.',
  },
  loginTexts: {
    title: 'Anmeldetexte',
    intro: 'Was auf den Anmeldeseiten steht, in jeder Sprache.',
  },
  email: {
    title: 'E-Mail-Versand',
    intro: 'Der Mailserver oder Dienst, der Codes, Einladungen und Benachrichtigungen sendet.',
  },
  sms: {
    title: 'SMS-Versand',
    intro: 'Der Dienst, der Codes an Telefone sendet.',
  },
  domains: {
    title: 'Domains der Instanz',
    intro: 'Wo die Instanz erreichbar ist und welchen weiteren Domains sie vertraut.',
  },
}

export const authorizationsTitles: Translation['authorizationsTitles'] = {
  title: 'Berechtigungen',
  add: 'Berechtigung hinzufügen',
}

export const projectsTitles: Translation['projectsTitles'] = {
  title: 'Projekte',
  add: 'Neues Projekt',
}

export const auditTitles: Translation['auditTitles'] = {
  title: 'Protokoll',
  command: 'Protokoll der Änderungen und Anmeldungen',
}

export const settingsTitles: Translation['settingsTitles'] = {
  title: 'Einstellungen',
  pages: {
    login: ['Anmeldung', 'Passwörter, Passkeys, zweite Faktoren, und wie lange sie gelten.'],
    complexity: ['Passwortregeln', 'Was ein neues Passwort braucht und wann es abläuft.'],
    lockout: ['Sperren', 'Nach wie vielen Fehlversuchen eine Person gesperrt wird und wie lange.'],
    domain: [
      'Anmeldenamen und Domains',
      'Ob Anmeldenamen mit einer Domain enden und ob Domains bestätigt werden müssen.',
    ],
    notification: ['Benachrichtigungen', 'E-Mails über Änderungen an einem Konto.'],
    privacy: ['Links', 'Nutzungsbedingungen, Datenschutz, Hilfe und Support auf den Anmeldeseiten.'],
    security: ['Sicherheit', 'Frames, Handeln für andere und Regeln zum Ändern von Zugangsdaten.'],
    oidc: ['Tokens', 'Wie lange die Tokens von Anwendungen gelten.'],
    generators: ['Codes und Secrets', 'Länge, Gültigkeit und Zeichen der erzeugten Codes.'],
    languages: ['Sprachen', 'Die Standardsprache und die erlaubten Sprachen.'],
    restrictions: ['Registrierung', 'Ob Besucher Organisationen registrieren dürfen.'],
    features: ['Features', 'Eine eigene Anmeldung und die Flags des API-Vertrags.'],
    keys: ['Signaturschlüssel', 'Die Schlüssel, die Tokens signieren: aktuelle, nächste und frühere.'],
  },
}

export const instancesTitles: Translation['instancesTitles'] = {
  work: 'Als Systembenutzer arbeiten',
}

export const organizationsTitles: Translation['organizationsTitles'] = {
  title: 'Organisationen',
  add: 'Neue Organisation',
}

export const peopleTitles: Translation['peopleTitles'] = {
  title: 'Personen',
  addTitles: { person: 'Neue Person', machine: 'Neue Maschine' },
  lifecycles: {
    invited: 'Eingeladen, noch nicht angenommen',
    unverified: 'E-Mail-Adresse nicht bestätigt',
  },
  dormant: (days: number) => `Seit ${days} Tagen ohne Sitzung und Token`,
  importTitle: 'Personen aus CSV importieren',
}

export const commands: Translation['commands'] = { add: 'Neue Anwendung' }

export const logTargetsTitles: Translation['logTargetsTitles'] = {
  title: 'Protokollziele',
  intro: 'Andere Systeme, die jedes Ereignis des Protokolls erhalten, zum Beispiel ein SIEM.',
}
