import type { Translation } from '../translation.ts'

export const kit: Translation['kit'] = {
  loading: 'Wird geladen',
  more: 'Mehr',
  cancel: 'Abbrechen',
  close: 'Schließen',
  save: 'Speichern',
  saved: 'Gespeichert.',
  reset: 'Verwerfen',
  remove: 'Entfernen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  breadcrumb: 'Pfad zu dieser Seite',
  settingGroups: {
    'Sign-in': 'Anmeldung',
    'Looks and texts': 'Gestaltung und Texte',
    People: 'Personen',
    Delivery: 'Versand',
    Security: 'Sicherheit',
    Instance: 'Instanz',
  },
  units: { hours: ' h', minutes: ' min', days: ' Tage' },
  pageTitle: (title: string) => `${title} – Konsole`,
  yes: 'Ja',
  no: 'Nein',
  none: 'Keine',
  problem: {
    logInAgain: 'Neu anmelden',
    loggedIn: 'Sie sind wieder angemeldet. Ihre Eingaben sind noch da. Versuchen Sie es noch einmal.',
    pageTitle: 'Diese Seite kann nicht angezeigt werden',
    again: 'Erneut versuchen',
    old: 'Was Sie sehen, ist vielleicht nicht mehr aktuell.',
    id: 'ID',
    lacks: (right: string) => `Für diese Seite brauchen Sie hier das Recht ${right}`,
    whoGives: 'Die Administration dieser Organisation oder der Instanz kann Ihnen das Recht geben.',
    titles: {
      stale_login: 'Melden Sie sich zuerst neu an',
      refused: 'Abgelehnt',
      missing_right: 'Ihnen fehlt ein Recht',
      not_found: 'Nicht gefunden',
      conflict: 'Das widerspricht etwas anderem',
      invalid: 'Ungültig',
      unreachable: 'Keine Verbindung',
    },
  },
  table: {
    empty: 'Hier ist noch nichts',
    nothingFound: 'Nichts passt zu Suche und Filtern.',
    clear: 'Suche und Filter zurücksetzen',
    refresh: 'Aktualisieren',
    total: (total: number) => (total === 1 ? '1 Eintrag' : `${total.toLocaleString('de')} Einträge`),
    range: (from: number, to: number, total: number, more: boolean) =>
      `${from.toLocaleString('de')}–${to.toLocaleString('de')} von ${more ? 'mehr als ' : ''}${total.toLocaleString('de')}`,
    pageSize: 'Zeilen pro Seite',
    previous: 'Vorherige Seite',
    next: 'Nächste Seite',
    sortBy: (column: string) => `Nach „${column}“ sortieren`,
    selectAll: 'Alle auf dieser Seite auswählen',
    select: (name: string) => `${name} auswählen`,
    selected: (count: number) => `${count} ausgewählt`,
    unselect: 'Auswahl aufheben',
    open: (name: string) => `${name} öffnen`,
    filters: 'Filter',
  },
  search: { label: 'Suche', clear: 'Suche leeren' },
  form: {
    unsavedTitle: 'Seite verlassen, ohne zu speichern?',
    unsaved: 'Ihre Änderungen sind noch nicht gespeichert.',
    leave: 'Verlassen',
    stay: 'Bleiben',
    required: 'Füllen Sie dieses Feld aus.',
    contested:
      'Jemand anderes hat dies inzwischen geändert. Ihre Eingaben sind noch da: Speichern ersetzt die andere Änderung, „Verwerfen“ zeigt sie.',
  },
  reason: {
    label: 'Grund (bleibt im Protokoll)',
    hint: 'Freiwillig. Wer das Protokoll liest, sieht ihn.',
    required:
      'Diese Handlung braucht hier einen Grund. Füllen Sie das Feld „Grund“ aus und versuchen Sie es noch einmal.',
  },
  confirm: {
    type: (name: string) => `Geben Sie zur Bestätigung ${name} ein`,
    checking: 'Auswirkungen werden ermittelt',
    effects: 'Auswirkungen',
    noEffects: 'Niemand ist betroffen.',
    people: 'Betroffene Personen',
    export: 'Als CSV speichern',
  },
  secret: {
    once: 'Dies wird nur einmal angezeigt. Kopieren Sie es jetzt; es lässt sich später nicht mehr abrufen.',
    done: 'Ich habe es kopiert',
    download: (file: string) => `Als ${file} speichern`,
  },
  timeline: {
    title: 'Änderungen',
    more: 'Ältere Änderungen',
    empty: 'Keine Änderungen.',
    payload: 'Details',
    by: 'von',
    system: 'dem System',
  },
  passwordRules: {
    title: 'Was ein Passwort braucht',
    password: 'Passwort',
    repeated: 'Passwort wiederholen',
    length: (count: number) => `Mindestens ${count} Zeichen`,
    lowercase: 'Einen Kleinbuchstaben (a–z)',
    uppercase: 'Einen Großbuchstaben (A–Z)',
    number: 'Eine Ziffer (0–9)',
    symbol: 'Ein Satzzeichen oder Symbol',
    met: ' (erfüllt)',
    missing: ' (fehlt)',
    notMet: 'Dem Passwort fehlt noch etwas.',
    notEqual: 'Die beiden Passwörter sind nicht gleich.',
  },
  pickers: {
    nothing: 'Nichts gefunden',
    more: (count: number) => `Noch ${count.toLocaleString('de')}; geben Sie mehr vom Namen ein`,
    person: 'Person',
    personHint: 'Name, Anmeldename oder E-Mail-Adresse',
    organization: 'Organisation',
    project: 'Projekt',
    roles: 'Rollen',
    findRoles: 'Rollen nach Schlüssel suchen',
    noRoles: 'Dieses Projekt hat keine Rollen.',
  },
  members: {
    title: 'Administratoren',
    empty: 'Keine Administratoren.',
    add: 'Administrator hinzufügen',
    edit: 'Rollen ändern',
    removeTitle: 'Diesen Administrator entfernen?',
    removeText: (name: string) => `${name} verliert hier alle Rollen.`,
    chooseRole: 'Wählen Sie mindestens eine Rolle.',
  },
  policy: {
    sources: { own: 'Eigene Werte', inherited: 'Von der Instanz', default: 'Nie geändert' },
    reset: 'Werte der Instanz verwenden',
    resetTitle: 'Eigene Werte entfernen?',
    resetText: 'Ab dann gelten die Werte der Instanz.',
    confirmTitle: 'Diese Einstellungen speichern?',
    instanceHas: (value: string) => `Instanz: ${value}`,
    savedUnnoticed: 'Gespeichert. Niemand verliert dadurch etwas.',
    resetDone: 'Es gelten die Werte der Instanz.',
    warnings: 'Bevor Sie speichern',
    on: 'Ein',
    off: 'Aus',
    empty: 'leer',
  },
  apiCall: {
    show: 'Als API-Aufruf',
    note: 'Setzen Sie Ihr Token für TOKEN ein und Secrets dort, wo „…“ steht. Bei mehreren Aufrufen ist dies der erste.',
    nothing: 'Noch würde nichts gesendet.',
  },
  when: { never: 'nie' },
}

export const effects: Translation['effects'] = {
  peopleLosingLastFactor: (count) =>
    count === 1
      ? '1 Person verliert ihren letzten Faktor.'
      : `${count} Personen verlieren ihren letzten Faktor.`,
  sessionsLowered: (count) =>
    count === 1
      ? '1 Sitzung weist weniger nach als bisher.'
      : `${count} Sitzungen weisen weniger nach als bisher.`,
}

export const bulk: Translation['bulk'] = {
  progress: 'Fortschritt',
  running: (tried: number, total: number) =>
    `${tried.toLocaleString('de')} von ${total.toLocaleString('de')} …`,
  failed: 'Abgelehnt',
  lasting: 'Nicht rückgängig zu machen',
  undo: 'Rückgängig machen',
  undone: (done: number, total: number) =>
    `Wieder wie vorher: ${done.toLocaleString('de')} von ${total.toLocaleString('de')}.`,
}

export const metadata: Translation['metadata'] = {
  title: 'Metadaten',
  intro: 'Eigene Werte. Anwendungen können sie in Tokens lesen.',
  empty: 'Keine Metadaten.',
  add: 'Eintrag hinzufügen',
  edit: 'Ändern',
  key: 'Schlüssel',
  value: 'Wert',
  bytes: (count: number) => `${count} Bytes, die kein Text sind`,
  removeText: 'Der Eintrag wird gelöscht.',
  changed: 'geändert',
}

export const authorization: Translation['authorization'] = {
  hasOne: 'Diese Person hat dort schon eine Berechtigung. Beim Speichern ändern sich deren Rollen.',
  giver: (organization: string) => `Erteilt von ${organization}`,
}

export const roles: Translation['roles'] = {
  IAM_OWNER: 'Alles in der ganzen Instanz.',
  IAM_OWNER_VIEWER: 'Liest alles in der ganzen Instanz.',
  IAM_ORG_MANAGER: 'Verwaltet Organisationen mit allem, was dazugehört.',
  IAM_USER_MANAGER: 'Verwaltet Personen und Maschinen aller Organisationen.',
  IAM_ADMIN_IMPERSONATOR: 'Handelt für alle, auch für Administratoren.',
  IAM_END_USER_IMPERSONATOR: 'Handelt für alle außer Administratoren.',
  IAM_LOGIN_CLIENT: 'Für eine eigene Anmeldung: Sitzungen und Antworten auf Anmeldeanfragen.',
  ORG_OWNER: 'Alles in der Organisation.',
  ORG_OWNER_VIEWER: 'Liest alles in der Organisation.',
  ORG_USER_MANAGER: 'Verwaltet Personen und Maschinen der Organisation und was sie nutzen dürfen.',
  ORG_USER_PERMISSION_EDITOR: 'Verwaltet, wer welche Projekte und Rollen hat.',
  ORG_PROJECT_PERMISSION_EDITOR: 'Verwaltet, welche Organisationen ein Projekt haben.',
  ORG_PROJECT_CREATOR: 'Erstellt Projekte und besitzt sie.',
  ORG_SETTINGS_MANAGER: 'Verwaltet Richtlinien und Einstellungen der Organisation.',
  ORG_ADMIN_IMPERSONATOR: 'Handelt für alle in der Organisation, auch für Administratoren.',
  ORG_END_USER_IMPERSONATOR: 'Handelt für alle in der Organisation außer Administratoren.',
  ORG_USER_SELF_MANAGER: 'Verwaltet nur das eigene Konto.',
  SELF_MANAGEMENT_GLOBAL: 'Verwaltet nur das eigene Konto.',
  PROJECT_OWNER: 'Alles im Projekt.',
  PROJECT_OWNER_VIEWER: 'Liest alles im Projekt.',
  PROJECT_OWNER_GLOBAL: 'Alles im Projekt, auch dort, wo es freigegeben ist.',
  PROJECT_OWNER_VIEWER_GLOBAL: 'Liest alles im Projekt, auch dort, wo es freigegeben ist.',
  PROJECT_GRANT_OWNER: 'Alles im freigegebenen Projekt.',
  PROJECT_GRANT_OWNER_VIEWER: 'Liest alles im freigegebenen Projekt.',
}
