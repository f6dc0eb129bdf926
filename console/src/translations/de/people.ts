import type { Translation } from '../translation.ts'
import { peopleTitles } from './titles.ts'

const rows = (count: number) => (count === 1 ? '1 Zeile' : `${count.toLocaleString('de')} Zeilen`)

const accounts = (count: number) => (count === 1 ? '1 Konto' : `${count.toLocaleString('de')} Konten`)

export const importing: Translation['importing'] = {
  title: peopleTitles.importTitle,
  intro:
    'Wählen Sie eine Datei, prüfen Sie, was darin gefunden wurde, und importieren Sie dann. Vorher wird nichts geschrieben.',
  fileTitle: 'Datei',
  fileIntro: 'CSV mit Kopfzeile; Komma, Semikolon oder Tabulator; UTF-8.',
  choose: 'Datei auswählen',
  template: 'Beispiel speichern',
  tooLarge: 'Die Datei ist größer als 20 MB. Teilen Sie sie auf.',
  rows,
  missingTitle: 'Es fehlen Spalten',
  missing: (fields: readonly string[]) => `Die Datei braucht eine Spalte für ${fields.join(', ')}.`,
  ignored: (columns: readonly string[]) => `Spalten, die nicht gelesen werden: ${columns.join(', ')}.`,
  columns: 'Diese Spalten werden gelesen:',
  fields: {
    email: 'nötig',
    givenName: 'nötig; auch „first name“',
    familyName: 'nötig; auch „last name“',
    username: 'ohne Angabe die E-Mail-Adresse',
    displayName: 'ohne Angabe Vorname und Nachname',
    nickName: '',
    language: 'zum Beispiel en oder de-CH',
    gender: '„female“, „male“ oder „diverse“',
    phone: 'mit Ländervorwahl, zum Beispiel +41 79 123 45 67',
    emailVerified: '„yes“ oder „no“; ohne Angabe „no“',
    phoneVerified: '„yes“ oder „no“; ohne Angabe „no“',
    userId: 'ohne Angabe eine neue',
    password: 'ein erstes Passwort; wer eines hat, bekommt keine Einladung',
    changeRequired: 'ob dieses Passwort geändert werden muss; ohne Angabe „yes“',
  },
  example: {
    email: 'ada@example.com',
    givenName: 'Ada',
    familyName: 'Lovelace',
    username: 'ada',
    language: 'de',
    phone: '+41791234567',
  },
  previewTitle: 'Was gefunden wurde',
  resultTitle: 'Was importiert wurde',
  found: (good: number, bad: number) =>
    bad === 0
      ? `Importierbar: ${rows(good)}.`
      : `Importierbar: ${rows(good)}. Nicht importierbar und daher ausgelassen: ${rows(bad)}.`,
  access: {
    title: 'Wie erhalten sie Zugang?',
    invite: 'Allen eine Einladung senden',
    inviteHint: 'Außer denen, für die in der Datei ein Passwort steht.',
    later: 'Später einrichten, keine E-Mail senden',
  },
  leaveOut: (count: number) =>
    count === 1
      ? 'Die Person auslassen, deren E-Mail-Adresse schon jemand hat'
      : `Die ${count.toLocaleString('de')} Personen auslassen, deren E-Mail-Adressen schon jemand hat`,
  start: (count: number) => `${rows(count)} importieren`,
  progress: 'Fortschritt des Imports',
  done: (created: number, failed: number) =>
    failed === 0
      ? `Erstellt: ${created.toLocaleString('de')}.`
      : `Erstellt: ${created.toLocaleString('de')}; nicht erstellt: ${failed.toLocaleString('de')}.`,
  saveFailed: 'Gescheiterte Zeilen speichern',
  onlyProblems: 'Nur Zeilen mit Problemen',
  line: 'Zeile',
  outcome: 'Ergebnis',
  ready: 'Bereit',
  created: 'Erstellt',
  notInvited: (message: string) => `Die Einladung wurde nicht gesendet. ${message}`,
  page: { first: 'Erste Seite', previous: 'Vorherige Seite', next: 'Nächste Seite', last: 'Letzte Seite' },
  problems: {
    givenName: 'Der Vorname fehlt.',
    familyName: 'Der Nachname fehlt.',
    email: 'Die E-Mail-Adresse fehlt.',
    phone: 'Die Telefonnummer braucht die Ländervorwahl, zum Beispiel +41 79 123 45 67.',
    language: 'Die Sprache ist kein Kürzel wie en oder de-CH.',
    gender: 'Das Geschlecht ist weder „female“ noch „male“ noch „diverse“.',
    password: 'Dem Passwort fehlt noch etwas.',
    flag: (column: string) => `„${column}“ ist weder „yes“ noch „no“.`,
    repeated: (line: number) => `Derselbe Benutzername oder dieselbe ID wie in Zeile ${line}.`,
    exists: 'Jemand in der Organisation hat schon diese E-Mail-Adresse.',
  },
}

export const people: Translation['people'] = {
  ...peopleTitles,
  search: 'Name, Anmeldename, E-Mail, Telefon oder ID',
  empty: 'Hier ist noch niemand.',
  name: 'Name',
  loginName: 'Anmeldename',
  username: 'Benutzername',
  email: 'E-Mail',
  notVerified: 'Nicht bestätigt',
  organization: 'Organisation',
  factors: 'Zweiter Faktor',
  factorLevels: { none: 'Keiner', second: 'Ja', phishing_resistant: 'Passkey oder Schlüssel' },
  state: 'Status',
  states: { active: 'Aktiv', inactive: 'Deaktiviert', locked: 'Gesperrt', initial: 'Nicht eingerichtet' },
  until: 'endet',
  created: 'Erstellt',
  kinds: { person: 'Person', machine: 'Maschine' },
  factorFilters: {
    none: 'Ohne zweiten Faktor',
    second: 'Mit zweitem Faktor',
    phishing_resistant: 'Mit Passkey oder Schlüssel',
  },
  invitedAt: 'eingeladen',
  filters: {
    show: { label: 'Anzeigen', all: 'Alle' },
    kind: { label: 'Art', all: 'Alle Arten' },
    state: { label: 'Status', all: 'Jeder Status' },
    factors: { label: 'Zweiter Faktor', all: 'Beliebige Faktoren' },
    organization: { label: 'Alle Organisationen' },
  },
  addSubmit: {
    invite: 'Erstellen und einladen',
    password: 'Mit Passwort erstellen',
    later: 'Erstellen',
    machine: 'Maschine erstellen',
  },
  added: (name: string) => `${name} wurde erstellt.`,
  invited: (email: string) => `Eine Einladung geht an ${email}.`,
  givenName: 'Vorname',
  familyName: 'Nachname',
  emailInvalid: 'Das ist keine E-Mail-Adresse.',
  emailVerified: 'Die Adresse ist bestätigt',
  emailVerifiedHint: 'Nur wenn Sie wissen, dass sie dieser Person gehört.',
  usernameHint: 'Leer: die E-Mail-Adresse.',
  access: {
    title: 'Wie erhält sie Zugang?',
    invite: {
      label: 'Einladung senden',
      hint: 'Über eine E-Mail wählt die Person ein Passwort oder einen Passkey. Das bestätigt auch ihre Adresse.',
    },
    password: {
      label: 'Erstes Passwort festlegen',
      hint: 'Sie teilen es der Person selbst mit. Ist die Adresse nicht bestätigt, geht ein Code dorthin.',
    },
    later: {
      label: 'Später einrichten',
      hint: 'Es wird keine E-Mail gesendet, und eine Anmeldung ist noch nicht möglich.',
    },
  },
  changeRequired: 'Muss bei der ersten Anmeldung geändert werden',
  furtherDetails: 'Anzeigename, Sprache, Geschlecht, Telefon',
  displayName: 'Anzeigename',
  nickName: 'Spitzname',
  language: 'Sprache',
  noLanguage: 'Die Sprache des Browsers',
  gender: 'Geschlecht',
  genders: { '': 'Keine Angabe', female: 'Weiblich', male: 'Männlich', diverse: 'Divers' },
  phone: 'Telefon',
  phoneHint: 'Mit Ländervorwahl, zum Beispiel +41 79 123 45 67.',
  phoneVerified: 'Die Nummer ist bestätigt',
  machineName: 'Name',
  machineUsernameHint: 'Daran ist die Maschine zu erkennen. Niemand sonst darf ihn haben.',
  description: 'Beschreibung',
  tokenTypes: {
    title: 'Access-Tokens',
    bearer: {
      label: 'Opak',
      hint: 'Wer eines erhält, fragt den Server danach. Ein Widerruf wirkt so sofort.',
    },
    jwt: { label: 'JWT', hint: 'Lässt sich ohne Anfrage prüfen und gilt darum bis zum Ablauf.' },
  },
  bulk: {
    people: accounts,
    more: (count: number) => `und noch ${accounts(count)}`,
    changedSince: 'Jemand hat dieses Konto inzwischen geändert. Sehen Sie es sich an, bevor Sie es ändern',
    wasNotActive:
      'Das Konto war vorher nicht aktiv. Rückgängig gemacht wäre es aktiv; daher bleibt es, wie es jetzt ist',
    roles: {
      button: 'Rollen geben',
      title: (count: number) => `Rollen geben: ${accounts(count)}`,
      text: 'Diese Rollen kommen zu denen hinzu, die es im Projekt schon gibt.',
      done: (done: number, total: number) => `Rollen gegeben: ${done} von ${accounts(total)}.`,
      changedSince:
        'Jemand hat diese Rollen inzwischen geändert. Sehen Sie sie sich an, bevor Sie sie ändern',
    },
    deactivate: {
      button: 'Deaktivieren',
      title: (count: number) => `${accounts(count)} deaktivieren`,
      text: 'Anmeldungen sind nicht mehr möglich, und Sitzungen und Tokens gelten nicht mehr. Eine Reaktivierung ist möglich.',
      left: (count: number) => `Nicht deaktivierbar und daher ausgelassen: ${accounts(count)} der Auswahl.`,
      done: (done: number, total: number) => `Deaktiviert: ${done} von ${accounts(total)}.`,
    },
    reactivate: {
      button: 'Reaktivieren',
      title: (count: number) => `${accounts(count)} reaktivieren`,
      text: 'Anmeldungen sind wieder möglich.',
      left: (count: number) => `Nicht deaktiviert und daher ausgelassen: ${accounts(count)} der Auswahl.`,
      done: (done: number, total: number) => `Reaktiviert: ${done} von ${accounts(total)}.`,
    },
    lock: {
      button: 'Sperren',
      title: (count: number) => `${accounts(count)} sperren`,
      text: 'Bis zum Entsperren sind keine Anmeldungen möglich.',
      left: (count: number) => `Nicht aktiv und daher ausgelassen: ${accounts(count)} der Auswahl.`,
      done: (done: number, total: number) => `Gesperrt: ${done} von ${accounts(total)}.`,
    },
    unlock: {
      button: 'Entsperren',
      title: (count: number) => `${accounts(count)} entsperren`,
      text: 'Anmeldungen sind sofort wieder möglich; bisherige Fehlversuche zählen nicht mehr. Wenn Sie dies rückgängig machen, gilt die Sperre, bis jemand entsperrt.',
      left: (count: number) => `Nicht gesperrt und daher ausgelassen: ${accounts(count)} der Auswahl.`,
      done: (done: number, total: number) => `Entsperrt: ${done} von ${accounts(total)}.`,
    },
    remove: {
      button: 'Löschen',
      title: (count: number) => `${accounts(count)} löschen`,
      text: 'Faktoren, Sitzungen, Tokens, Schlüssel, Rollen und Mitgliedschaften werden mitgelöscht. Das lässt sich nicht rückgängig machen.',
      left: (_: number) => '',
      done: (done: number, total: number) => `Gelöscht: ${done} von ${accounts(total)}.`,
    },
  },
  export: {
    title: 'Als CSV exportieren',
    file: 'personen.csv',
    text: (total: number, more: boolean) =>
      `Als CSV gespeichert wird, was zu Suche und Filtern passt: ${more ? 'mehr als ' : ''}${accounts(total)}.`,
    progress: 'Fortschritt',
    save: 'Als CSV speichern',
  },
  import: importing,
}
