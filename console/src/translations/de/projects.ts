import type { Translation } from '../translation.ts'
import { projectsTitles } from './titles.ts'

function counted(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count.toLocaleString('de')} ${many}`
}

export const projects: Translation['projects'] = {
  ...projectsTitles,
  intro: 'Ein Projekt enthält Anwendungen und die Rollen, die Personen darin haben können.',
  name: 'Name',
  state: 'Status',
  states: { 0: 'Unbekannt', 1: 'Aktiv', 2: 'Inaktiv' },
  owner: 'Organisation',
  grantedTo: 'Freigegeben für',
  kind: 'Art',
  everyKind: 'Eigene und freigegebene',
  kinds: { owned: 'Eigene Projekte', granted: 'Freigegebene Projekte' },
  granted: 'Freigegeben',
  id: 'ID',
  created: 'Erstellt',
  changed: 'Geändert',
  search: 'Nach Name suchen',
  addHint: 'Zum Beispiel das Produkt, dessen Anwendungen zusammengehören.',
  added: (name: string) => `${name} wurde erstellt.`,
  empty: 'Noch keine Projekte.',
  overview: 'Übersicht',
  applications: 'Anwendungen',
  authorizations: 'Berechtigungen',
  sections: 'Bereiche des Projekts',
  rename: 'Name des Projekts',
  settings: 'Einstellungen',
  settingsIntro: 'Sie gelten für jede Anwendung des Projekts, ab der nächsten Anmeldung.',
  roleAssertion: 'Rollen in Tokens',
  roleAssertionHint: 'Tokens und Userinfo enthalten die Rollen, die Personen in diesem Projekt haben.',
  authorizationRequired: 'Nur Personen mit einer Rolle',
  authorizationRequiredHint:
    'Wer keine Berechtigung für dieses Projekt hat, kann sich bei seinen Anwendungen nicht anmelden.',
  accessRequired: 'Nur Organisationen mit dem Projekt',
  accessRequiredHint:
    'Anmelden kann sich nur, wessen Organisation das Projekt besitzt oder eine Freigabe dafür hat.',
  labeling: 'Gestaltung der Anmeldung',
  labelings: {
    0: 'Die der Instanz',
    1: 'Die der Organisation, der das Projekt gehört',
    2: 'Die der Organisation der Person',
  },
  acr: 'Wie gut Personen nachweisen müssen, wer sie sind',
  acrHint: 'Weist eine Anmeldung weniger nach, wird mehr verlangt, auch gegen die Anmelderichtlinie.',
  acrs: {
    none: 'Nach der Anmelderichtlinie',
    'urn:sallyport:aal:1': 'Niveau 1: ein Faktor',
    'urn:sallyport:aal:2': 'Niveau 2: zwei Faktoren oder ein Passkey',
    'urn:sallyport:aal:3': 'Niveau 3: ein Passkey auf einem Sicherheitsschlüssel',
  },
  registration: 'Clients, die sich selbst hinzufügen',
  registrationHint: 'Solche Clients werden ohne Administration zu Anwendungen dieses Projekts.',
  registrations: {
    metadata_documents: 'Clients, die unter ihrer eigenen Adresse ein Metadatendokument veröffentlichen',
    dynamic_registration: 'Clients, die sich registrieren (RFC 7591)',
  },
  deactivate: 'Deaktivieren',
  deactivateText: 'Bis das Projekt wieder aktiviert wird, kann sich niemand bei seinen Anwendungen anmelden.',
  activate: 'Aktivieren',
  remove: 'Löschen',
  removeText:
    'Seine Anwendungen, Rollen, Freigaben, Berechtigungen und Administratoren werden mitgelöscht. Das lässt sich nicht rückgängig machen.',
  removed: (name: string) => `${name} wurde gelöscht.`,
  members: 'Administratoren',
  membersIntro:
    'Personen, die nur dieses Projekt verwalten. Die der Organisation und der Instanz sind nicht aufgeführt.',
  changes: 'Änderungen',
  notFound: 'Dieses Projekt gibt es nicht, oder Sie dürfen es nicht lesen. Prüfen Sie die Adresse',
  roles: {
    title: 'Rollen',
    intro:
      'Was Personen in den Anwendungen des Projekts sein können. Anwendungen finden die Schlüssel in Tokens.',
    key: 'Schlüssel',
    displayName: 'Name',
    group: 'Gruppe',
    search: 'Nach Schlüssel suchen',
    add: 'Rollen hinzufügen',
    addHint:
      'Der Schlüssel steht in Tokens und lässt sich nicht ändern. Ohne Namen wird der Schlüssel angezeigt.',
    another: 'Noch eine Rolle',
    drop: (at: number) => `Rolle ${at} weglassen`,
    keyOf: (at: number) => `Schlüssel der Rolle ${at}`,
    nameOf: (at: number) => `Name der Rolle ${at}`,
    groupOf: (at: number) => `Gruppe der Rolle ${at}`,
    twice: 'Diesen Schlüssel gibt es zweimal.',
    added: (count: number) =>
      count === 1 ? 'Die Rolle wurde hinzugefügt.' : `${count} Rollen wurden hinzugefügt.`,
    edit: 'Ändern',
    editTitle: (key: string) => `Rolle ${key}`,
    empty: 'Noch keine Rollen.',
    who: 'Wer hat sie?',
    actions: 'Aktionen',
    remove: 'Löschen',
    removeTitle: (count: number) => (count === 1 ? 'Diese Rolle löschen?' : `${count} Rollen löschen?`),
    removeText:
      'Anwendungen sehen die Rollen nicht mehr. Personen behalten ihre Berechtigungen, ohne diese Rollen.',
    removed: 'Gelöscht.',
    effects: (authorizations: number, grants: number) =>
      `Entfällt bei ${counted(authorizations, 'Berechtigung', 'Berechtigungen')} und ${counted(grants, 'Freigabe', 'Freigaben')}.`,
  },
  grants: {
    title: 'Freigaben',
    intro:
      'Organisationen, die das Projekt für ihre eigenen Personen nutzen, mit den Rollen, die sie geben dürfen.',
    organization: 'Organisation',
    roles: 'Rollen',
    mayGive: 'Rollen, die gegeben werden dürfen',
    rolesHint:
      'Die Organisation darf sie ihren Personen geben. Wer eine Rolle hat, die Sie hier wegnehmen, verliert sie.',
    add: 'Für Organisation freigeben',
    added: 'Das Projekt wurde freigegeben.',
    search: 'Nach Rollenschlüssel suchen',
    empty: 'Das Projekt ist für keine andere Organisation freigegeben.',
    project: 'Projekt',
    owner: 'Besitzer',
    title2: (project: string, organization: string) => `${project} für ${organization}`,
    yours: 'Seine Anwendungen und Rollen verwaltet die Organisation, der das Projekt gehört.',
    overview: 'Freigabe',
    deactivate: 'Deaktivieren',
    deactivateText:
      'Was Personen dieser Organisation durch die Freigabe haben, zählt nicht, bis sie wieder aktiviert wird.',
    activate: 'Aktivieren',
    remove: 'Löschen',
    removeText:
      'Die Organisation verliert das Projekt mit allen Berechtigungen und Administratoren, die sie durch diese Freigabe hat.',
    removed: 'Die Freigabe wurde gelöscht.',
    members: 'Administratoren der Freigabe',
    membersIntro: 'Personen, die verwalten, was die Organisation mit diesem Projekt tut.',
    notFound: 'Diese Freigabe gibt es nicht, oder Sie dürfen sie nicht lesen. Prüfen Sie die Adresse',
    without: 'Keine',
  },
}
