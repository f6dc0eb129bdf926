import type { Translation } from '../translation.ts'

export const shell: Translation['shell'] = {
  product: 'Konsole',
  skip: 'Zum Inhalt springen',
  menu: 'Navigation',
  openMenu: 'Navigation öffnen',
  closeMenu: 'Navigation schließen',
  loading: 'Wird geladen',
  wholeInstance: 'Ganze Instanz',
  chooseOrganization: 'Organisation auswählen',
  searchOrganizations: 'Name einer Organisation',
  recent: 'Zuletzt verwendet',
  organization: 'Organisation',
  organizations: 'Organisationen',
  noOrganization: 'Keine Organisation hat diesen Namen.',
  search: 'Suche',
  searchHint: 'Name, E-Mail, Telefon, Anmeldename, Client-ID oder ID',
  searchFailed: 'Die Suche ist fehlgeschlagen.',
  nothingFound: 'Nichts hat diesen Namen oder diese ID.',
  pages: 'Seiten',
  settings: 'Einstellungen',
  settingsIntro: {
    instance: 'Für die ganze Instanz. Sie gelten für jede Organisation, die keine eigenen Werte hat.',
    organization: 'Für diese Organisation. Ohne eigene Werte gelten die der Instanz.',
  },
  noSettings: 'Hier gibt es keine Einstellungen, die Sie lesen dürfen.',
  kinds: {
    person: 'Person',
    machine: 'Maschine',
    organization: 'Organisation',
    project: 'Projekt',
    application: 'Anwendung',
  },
  keyboard: 'Tastenkürzel',
  keys: {
    palette: 'Alles durchsuchen',
    filter: 'Zum Suchfeld der Liste',
    help: 'Diese Hilfe anzeigen',
    close: 'Schließen, was offen ist',
  },
  followedBy: 'dann',
  looks: 'Farbschema und Sprache',
  theme: 'Farbschema',
  language: 'Sprache',
  themes: { light: 'Hell', dark: 'Dunkel', auto: 'Wie das Gerät' },
  account: 'Konto',
  ownAccount: 'Ihr Konto',
  switchAccount: 'Konto wechseln',
  logOut: 'Abmelden',
  systemUser: { as: (name: string) => `Systembenutzer ${name}`, stop: 'Beenden' },
  noRights: {
    title: 'Sie haben hier noch keine Rechte',
    text: 'Die Administration Ihrer Organisation kann Ihnen welche geben. Ihr eigenes Konto können Sie öffnen.',
  },
  notFound: {
    title: 'Diese Seite gibt es nicht',
    text: 'Prüfen Sie die Adresse, oder gehen Sie dorthin zurück, woher Sie kamen.',
    home: 'Zur Startseite',
  },
}

export const session: Translation['session'] = {
  start: {
    title: 'Die Konsole kann nicht starten',
    unknown: 'Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    storage:
      'Der Browser lässt die Konsole nichts speichern, auch nicht die Anmeldung dieses Tabs. Erlauben Sie Cookies und Websitedaten für diese Adresse und versuchen Sie es noch einmal.',
    again: 'Erneut versuchen',
  },
  ended: 'Ihre Anmeldung ist abgelaufen. Melden Sie sich erneut an, um fortzufahren',
  signedOut: {
    title: 'Sie sind abgemeldet',
    text: 'Die Tokens dieses Tabs wurden widerrufen.',
    again: 'Anmelden',
    account: 'Ihr Konto',
  },
  tried: {
    title: 'Zurück von der Anmeldung',
    text: 'Die Konsole zeigt, was zurückkam. Sie können dieses Fenster schließen.',
  },
}

export const system: Translation['system'] = {
  title: 'Als Systembenutzer arbeiten',
  intro:
    'Ein Systembenutzer erstellt Instanzen, gibt ihnen Domains und entfernt sie. Er wird am Server mit einem öffentlichen Schlüssel konfiguriert (SALLYPORT_SYSTEM_API_USERS) und meldet sich nicht an: Sein privater Schlüssel signiert jede Anfrage.',
  memory:
    'Der Schlüssel bleibt im Speicher dieses Tabs, in einer Form, die kein Skript lesen kann. Er wird nie gespeichert oder gesendet. Er ist weg, sobald Sie den Tab neu laden oder schließen oder auf „Beenden“ drücken.',
  name: 'ID des Systembenutzers',
  nameHint: 'Sein Name in der Konfiguration des Servers.',
  key: 'Privater Schlüssel',
  keyHint: 'Eine unverschlüsselte PEM-Datei mit einem RSA-Schlüssel.',
  chooseKey: 'Schlüsseldatei auswählen',
  audience: 'Adresse des Servers',
  audienceHint: 'Die aus seiner Konfiguration (SALLYPORT_EXTERNAL_DOMAIN), mit Schema und Port.',
  begin: 'Beginnen',
  toConsole: 'Konsole',
  problems: {
    title: 'Das hat nicht funktioniert',
    noName: 'Geben Sie die ID des Systembenutzers ein.',
    noKey: 'Wählen Sie die Datei mit dem privaten Schlüssel.',
    notKey:
      'Diese Datei enthält keinen lesbaren RSA-Schlüssel in PEM. Entschlüsseln Sie verschlüsselte Schlüssel zuerst.',
    noCrypto:
      'Browser signieren nur unter https-Adressen und auf localhost. Öffnen Sie die Konsole unter einer solchen Adresse.',
    refused:
      'Der Server akzeptiert nicht, was dieser Schlüssel signiert. Prüfen Sie die ID, den Schlüssel, die Adresse des Servers und die Uhr dieses Computers.',
  },
}

export const home: Translation['home'] = {
  title: 'Start',
  instance: 'Die ganze Instanz',
  noRightsTitle: 'Sie haben hier noch keine Rechte',
  noRights:
    'Die Administration Ihrer Organisation kann Ihnen welche geben. Ihr eigenes Konto können Sie öffnen.',
  ownAccount: 'Ihr Konto',
  noFigures:
    'Die Navigation führt zu dem, was Sie verwalten. Für Zahlen brauchen Sie hier das Recht user.read.',
  version: (version: string) => `Sallyport ${version}`,
  figures: {
    people: 'Personen',
    withSecondFactor: 'Mit zweitem Faktor',
    withPhishingResistant: 'Phishing-resistent',
    logins: 'Anmeldungen in 30 Tagen',
    failedChecks: 'Fehlversuche in 30 Tagen',
    locks: 'Sperren in 30 Tagen',
  },
  charts: {
    logins: 'Anmeldungen und Fehlversuche',
    factors: 'Sperren und Faktoren',
    intro: 'Pro Tag (UTC). Als Anmeldung zählt, wenn eine Anwendung Tokens erhält.',
    incomplete: 'Es gibt zu viele Ereignisse, um alle zu zählen. Vollständig sind die Zahlen ab ',
    table: 'Als Tabelle',
    date: 'Tag',
    series: {
      logins: 'Anmeldungen',
      failedChecks: 'Fehlversuche',
      locks: 'Sperren',
      factorsAdded: 'Faktoren hinzugefügt',
      factorsRemoved: 'Faktoren entfernt',
    },
  },
  attention: {
    title: 'Zu erledigen',
    nothing: 'Es gibt nichts zu erledigen.',
    locked: 'Gesperrte Personen',
    withoutFactorUnderForcedMfa: 'Personen ohne den zweiten Faktor, den ihre Richtlinie verlangt',
    expiring: 'Schlüssel und Tokens, die in den nächsten 30 Tagen ablaufen',
    failingJobs: 'E-Mails und Nachrichten, deren Versand scheitert',
    count: (total: number, capped: boolean) =>
      capped ? `mehr als ${total.toLocaleString('de')}` : total.toLocaleString('de'),
    more: (count: string) => `Die ersten von ${count}.`,
    kinds: {
      application_key: 'Schlüssel einer Anwendung',
      machine_key: 'Schlüssel einer Maschine',
      personal_access_token: 'Persönliches Access-Token',
    },
    expires: 'Ablauf',
    jobs: (jobs: number) => (jobs === 1 ? '1 wartet' : `${jobs.toLocaleString('de')} warten`),
    again: 'nächster Versuch',
    allExpiring: 'Alle ablaufenden Schlüssel und Tokens',
  },
  coverage: {
    title: 'Faktoren nach Organisation',
    organization: 'Organisation',
  },
  steps: {
    title: 'Erste Schritte',
    intro: 'Was eine neue Instanz braucht, bevor andere sie nutzen können.',
    done: 'Erledigt',
    open: 'Offen',
    factor: 'Richten Sie für Ihr eigenes Konto einen zweiten Faktor ein',
    mail: 'Richten Sie einen E-Mail-Anbieter ein, damit Codes und Einladungen ankommen',
    people: 'Fügen Sie die ersten Personen hinzu',
    organization: 'Erstellen Sie für jeden Kunden oder jede Firma eine Organisation',
  },
}
